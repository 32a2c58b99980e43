/* banned.h - functions that have no safe use here; given to every file by the build. */
#ifndef BANNED_H
#define BANNED_H

/* The system's own declarations must be seen before the names become errors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <locale.h>

#pragma GCC poison strcpy strcat strncat sprintf vsprintf strtok gmtime localtime ctime asctime atoi atol atof gets

#endif
