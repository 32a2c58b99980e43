/* nutrition.h - body mass index and nutrition status of a health check, computed when it is
 * written from height, weight, day, and the learner's birth date and sex.
 *
 * Under two deviations of the WHO median: BMI for age is wasted (03), height for age stunted
 * (02), weight for age underweight (01); BMI for age over two deviations to 60 months, over
 * one from 61 on, is overweight or obese (04).  Several may hold: the status names the first
 * of 04, 03, 02, 01, the three scores tell all.  What cannot be computed stays empty. */
#ifndef NUTRITION_H
#define NUTRITION_H

#include "store/hook.h"

record_hook_fn nutrition_compute;

#endif
