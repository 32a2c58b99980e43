/* working_week.test.mjs - from an empty database to a province that reports, by the hands of people alone: what an administrator, a school and its offices do
 * in a working week, in order.  Nothing is asked of the API, and of the command line only the first password. */
import * as accounts from './accounts.mjs'
import * as list from './list.mjs'
import * as records from './records.mjs'
import * as quality from './quality.mjs'
import * as year from './year.mjs'

const steps = [
  ['the first administrator signs in', accounts.signsIn],
  ["issues the Sở's account", accounts.issuesOfTheProvince],
  ["the Sở issues an office's", accounts.issuesOfTheOffice],
  ["the office a school's", accounts.issuesOfASchool],
  ['the head signs in, changes the one-time password', accounts.theHeadSignsIn],
  ["issues a clerk's and a teacher's", accounts.issues],
  ['the clerk signs in', list.theClerkSignsIn],
  ['drops a messy list', list.dropsAMessyList],
  ['reads the preview', list.readsThePreview],
  ['answers its questions', list.answersItsQuestions],
  ['writes the good rows', list.writesTheGoodRows],
  ['fetches the error file', list.fetchesTheErrorFile],
  ['brings it back corrected', list.bringsItBackCorrected],
  ['finds a pupil', records.findsAPupil],
  ['corrects a field', records.correctsAField],
  ['sees the history', records.seesTheHistory],
  ['restores a value', records.restoresAValue],
  ['records an event and takes it back', records.recordsAnEvent],
  ['offers a transfer', records.offersATransfer],
  ['the other school agrees', records.theOtherSchoolAgrees],
  ['asks for an export with purpose', records.asksForAnExport],
  ['the head approves', records.theHeadApproves],
  ['the clerk fetches it', records.theClerkFetchesIt],
  ['fills identity numbers in the grid', records.fillsIdentityNumbers],
  ['previews and runs a roll-over, takes it back', year.rollsOverAndBack],
  ['computes the form', year.computesTheForm],
  ['drills into a figure', year.drillsIntoAFigure],
  ['submits', year.submits],
  ['the office returns with a remark', year.theOfficeReturnsIt],
  ['the head resubmits', year.theHeadResubmits],
  ['the office accepts', year.theOfficeAccepts],
  ['the Sở sums up', year.theSoSumsUp],
  ['quality, completeness and the grade-12 list are read and their first fault mended', quality.readsWhatIsWrong],
]

export async function a_working_week(t) {
  const week = { t }
  for (const [i, [words, does]] of steps.entries()) {
    const begun = Date.now(), step = `${i + 1} of ${steps.length} ${words}`
    try { await does(week) } catch (e) { throw new Error(`${step}: ${e.message}`, { cause: e }) }
    console.log(`${step} (${Date.now() - begun} ms)`)
  }
}
