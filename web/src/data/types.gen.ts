/* types.gen.ts - what the API takes and answers.  Written by tools/gen-types.mjs from `khue catalog openapi`; never by hand. */

/* Which fields a record has is told by the catalogue. */
export type Value = string | number | boolean | null
export type Rec = { code: string; unit: string; status: string; client_id?: string | null; changed_at: string; catalog_version?: number | null; version: number; in_use?: boolean | null; last_year?: number | null; warnings?: ProblemItem[] | null } & Record<string, Value>

export type Account = { name: string; role: string; unit: string; unit_name: string; levels?: string | null; sections?: string | null; staff?: string | null; staff_name?: string | null; managed: boolean; resets: boolean; must_change: boolean; one_time_ended?: boolean | null; disabled: boolean; review_due: boolean; until?: string | null; last_seen?: string | null; failures: number; failed_at?: string | null }
export type AccountPage = { items: Account[]; cursor?: string | null }
export type AccountPassword = { username: string; one_time_password: string }
export type Audit = { unit: string; entries: number; verified_at?: string | null; up_to?: number | null; ok?: boolean | null; first_bad?: number | null }
export type Catalog = { version: number; published: string; digest: string; live: number[]; types: CatalogType[]; lists: CatalogList[]; changes?: CatalogChange[] | null }
export type CatalogAnswer = { moet_object: string; moet: string; by: string }
export type CatalogChange = { change: string; type: string; name?: string | null; member?: string | null; from?: unknown; to?: unknown }
export type CatalogCode = { code: string; name: string; name_en?: string | null; valid_from?: string | null; valid_to?: string | null; levels?: string | null; parent?: string | null; next?: string | null; ends?: string | null }
export type CatalogDouble = { fields: string[] }
export type CatalogEntryRule = { key: string; severity: string; field: string; fields: string[]; message: string; remedy: string }
export type CatalogField = { name: string; label: Label; type: string; class: string; required: boolean; required_when?: string | null; unique?: boolean | null; computed?: boolean | null; carried?: boolean | null; list?: string | null; to?: string | null; media?: string | null; pattern?: string | null; moet?: string | null; moet_object?: string | null; why?: string | null; since?: string | null; until?: string | null; expected?: string | null; blank?: string | null; min?: number | null; max?: number | null; scale?: number | null }
export type CatalogFieldShown = { name: string; label: Label; type: string; class: string; required: boolean; required_when?: string | null; unique?: boolean | null; computed?: boolean | null; carried?: boolean | null; list?: string | null; to?: string | null; media?: string | null; pattern?: string | null; moet?: string | null; moet_object?: string | null; why?: string | null; since?: string | null; until?: string | null; expected?: string | null; blank?: string | null; min?: number | null; max?: number | null; scale?: number | null; width?: string | null; expected_when?: string | null; show_when?: string | null }
export type CatalogLife = { type: string; present: string[]; events: CatalogLifeEvent[] }
export type CatalogLifeEvent = { event: string; from: string[]; begins: boolean }
export type CatalogList = { name: string; label: Label; items: number; official?: string | null; codes?: CatalogCode[] | null }
export type CatalogMember = { name: string; label: Label; type: string; required: boolean; min?: number | null; max?: number | null }
export type CatalogNamed = { set: Record<string, string>; from: Record<string, string> }
export type CatalogOfType = { name: string; plural: string; label: Label; module: string; year_bound: boolean; statuses: string; moet_object?: string | null; fields: CatalogFieldShown[]; members?: CatalogMember[] | null; entry?: CatalogEntryRule[] | null; answered_by?: CatalogAnswer[] | null; rights?: string[] | null; not_shown?: string[] | null; screen: Screen; sublists: CatalogSublist[]; statuses_by_hand: string[]; mistaken_status?: string | null; person: boolean; is_unit: boolean; once_a_year: boolean; by_operation: boolean; name_field?: string | null; life?: CatalogLife | null; namesake?: string[] | null; doubles?: CatalogDouble[] | null }
export type CatalogSublist = { type: string; field: string; life: boolean; label: Label; named: CatalogNamed[] }
export type CatalogType = { name: string; plural: string; label: Label; module: string; year_bound: boolean; statuses: string; moet_object?: string | null; fields: CatalogField[]; members?: CatalogMember[] | null; entry?: CatalogEntryRule[] | null; answered_by?: CatalogAnswer[] | null; rights?: string[] | null; not_shown?: string[] | null }
export type Change = { seq: number; at: string; account?: string | null; purpose?: string | null; source?: string | null; type: string; code: string; title?: string | null; class?: string | null; form?: string | null; period?: string | null; version: number; event: string; before?: Record<string, unknown> | null; after?: Record<string, unknown> | null; hash?: string | null; import?: ChangeImport | null; together?: number | null; first?: number | null; last?: number | null }
export type ChangeImport = { undo: boolean; job?: string | null; files?: JobFile[] | null }
export type ChangeItems = { items: Change[] }
export type Changes = { items: Change[]; last: number; more: boolean; masked?: boolean | null }
export type Checklist = { name: string; label: string; label_en: string; basis?: string | null; plural: string }
export type ChecklistField = { field: string; label: string }
export type ChecklistItem = { record?: string | null; title?: string | null; class?: string | null; missing: ChecklistField[] }
export type ChecklistItems = { items: Checklist[] }
export type ChecklistPart = { unit: string; name: string; kind: string; schools: number; records: number; complete: number; counted_at?: string | null }
export type ChecklistPartItems = { items: ChecklistPart[] }
export type ChecklistResult = { records: number; complete: number; items: ChecklistItem[]; cursor?: string | null }
export type Client = { id: string; unit: string; unit_name: string; levels?: string | null; scopes: string[]; fields: string; addresses?: string[] | null; managed: boolean; a_day: number; issued_at: string; token_at?: string | null; revoked_at?: string | null }
export type ClientPage = { items: Client[]; cursor?: string | null }
export type ClientScopes = { unit: string; scopes: string[] }
export type ClientSecret = { id: string; secret: string }
export type Completeness = { type?: string | null; plural?: string | null; declared?: boolean | null; field?: string | null; class?: string | null; school?: string | null; level?: string | null; label?: string | null; filled: number; due: number }
export type CompletenessItems = { items: Completeness[] }
export type CountedRecord = Rec & { counted_version: number; unit_name: string; person_changed?: boolean | null; now?: Record<string, unknown> | null }
export type Duplicate = { a?: string | null; b: string; record?: string | null; unit: UnitName; decision?: string | null; score?: number | null; reasons?: DuplicateReason[] | null; message?: string | null }
export type DuplicateAsked = { asked: number; too_new: number; over_quota: number; message?: string | null }
export type DuplicateDecision = { decision: string }
export type DuplicateReason = { field: string; reason: string }
export type Duplicates = { items: Duplicate[]; elsewhere: DuplicateAsked; cursor?: string | null }
export type Export = { id: string; unit: string; unit_name: string; sheet: string; school_year: number; class?: string | null; asks: Record<string, unknown>; empty: boolean; persons: number; taken?: number | null; purpose?: string | null; state: string; job?: string | null; asked_at?: string | null; asked_by?: string | null; decided_at?: string | null; decided_by?: string | null; reason?: string | null; done_at?: string | null; fetched: number; fetched_at?: string | null }
export type ExportFound = { export: Export; agree: number; marks: number; by_order: boolean; zeros: number }
export type ExportPage = { items: Export[]; cursor?: string | null }
export type ExportPreview = { persons: number; taken: number; over: number; waits: boolean }
export type ExportTrace = { found: ExportFound[]; lines: number; marks: number }
export type Factor = { set: boolean; demanded: boolean; since?: string | null; codes_left: number }
export type FactorCodes = { codes: string[] }
export type FactorSecret = { secret: string; uri: string; qr: string[] }
export type Form = { name: string; official: string; label: Label; basis: string }
export type FormCheck = { key: string; severity: string; total: number; relation: string; rows: number[]; message: string }
export type FormColumn = { column: string; role: string; width: number }
export type FormItems = { items: Form[] }
export type FormLayout = { name: string; label: Label; official: string; basis: string; as_of: string; sheets: FormSheet[]; checks: FormCheck[] }
export type FormRow = { row: number; code?: number | null; ordinal?: string | null; label: string; measure_unit?: string | null; no_source?: string | null; open: string[] }
export type FormSheet = { name: string; code_column: string; columns: FormColumn[]; texts: FormText[]; rows: FormRow[] }
export type FormText = { row: number; column: string; to_row: number; to_column: string; head: boolean; text: string }
export type Found = { kind: string; type: string; plural?: string | null; code: string; title: string; note: string; unit: string }
export type FoundItems = { items: Found[] }
export type Holder = { code: string; name: string }
export type HolderItems = { items: Holder[] }
export type Identifier = { scheme: string; value: string }
export type IdentifierItems = { items: Identifier[] }
export type ImportAsk = { name: string; label: string; value?: string | null; text?: string | null; from?: string | null }
export type ImportCause = { key: string; title?: string | null; message_sample?: string | null; warning: boolean; count: number; affected: number; rows: ImportPlace[] }
export type ImportChange = { sheet?: string | null; row: number; code?: string | null; name?: string | null; field: string; label?: string | null; before?: string | null; after?: string | null; kind?: string | null }
export type ImportColumn = { sheet?: string | null; column: string; title?: string | null; field?: string | null; label?: string | null; instead?: string | null; ignored: boolean; samples: string[] }
export type ImportFile = { name?: string | null; summary?: ImportSummary | null; sheet?: string | null; sheet_label?: string | null; key?: string | null; detail?: string | null }
export type ImportIssue = { sheet?: string | null; row: number; column?: string | null; title?: string | null; value?: string | null; key: string; message: string; warning: boolean }
export type ImportMissing = { class?: string | null; code?: string | null; name?: string | null }
export type ImportPlace = { sheet?: string | null; row: number }
export type ImportRow = { sheet?: string | null; row: number; class?: string | null; name?: string | null; kind: string }
export type ImportSummary = { sheet: string; sheet_label: string; dry_run: boolean; school_year: number; year_seen?: number | null; year_doubtful: boolean; batch?: string | null; classes: string[]; asks: ImportAsk[]; rows: number; created: number; enrolled: number; moved: number; changed: number; unchanged: number; refused: number; repeated?: number | null; classes_created: number; other_grade: number; missing: number; errors: number; warnings: number; causes: ImportCause[]; issues: ImportIssue[]; mapping: ImportColumn[]; changes: ImportChange[]; entries?: ImportRow[] | null; missing_entries: ImportMissing[] }
export type Job = { id: string; kind: string; state: string; unit: string; phase: string; done: number; total: number; counts: string; rate?: number | null; eta?: string | null; place?: number | null; from: number; created_at: string; changed_at: string; asked_by?: string | null; school_year?: number | null; names?: string[] | null; dry_run?: boolean | null; undone?: boolean | null; trial?: string | null; writer?: string | null; written?: number | null; result?: JobResult | null }
export type JobFile = { name?: string | null; sheet?: string | null; sheet_label?: string | null; rows: number; created: number; changed: number; unchanged: number; refused: number; errors: number; key?: string | null }
export type JobLine = { id: string; kind: string; state: string; unit: string; phase: string; done: number; total: number; counts: string; rate?: number | null; eta?: string | null; place?: number | null; from: number; created_at: string; changed_at: string; asked_by?: string | null; school_year?: number | null; names?: string[] | null; dry_run?: boolean | null; undone?: boolean | null; trial?: string | null; writer?: string | null; written?: number | null; files?: JobFile[] | null }
export type JobLinePage = { items: JobLine[]; cursor?: string | null }
export type JobResult = { files?: ImportFile[] | null; undone?: number | null; restored?: number | null; export?: string | null; persons?: number | null; key?: string | null; detail?: string | null; problems?: ProblemItem[] | null }
export type Label = { vi: string; en: string }
export type Lineage = { unit: string; name: string; status: string; before: LineageEntry[]; after: LineageEntry[] }
export type LineageEntry = { kind: string; date: string; decision?: string | null; unit?: string | null; name?: string | null; to?: string | null; to_name?: string | null }
export type List = { name: string; items: CatalogCode[] }
export type ListItems = { items: List[] }
export type MenuEntry = { number?: string | null; label: Label; to: string }
export type MenuGroup = { number?: string | null; label: Label; icon: string; entries: MenuEntry[] }
export type MenuGroupItems = { items: MenuGroup[] }
export type Notice = { kind: string; n: number; to: string }
export type NoticeItems = { items: Notice[] }
export type OpenSession = { id: string; account: string; role: string; unit: string; unit_name: string; address?: string | null; since: string; last_seen: string; ends: string; present: boolean }
export type OpenSessionPage = { items: OpenSession[]; cursor?: string | null }
export type Openapi = {  }
export type Passkey = { id: string; name: string; since: string; last_used?: string | null }
export type PasskeyItems = { items: Passkey[] }
export type PasskeyOptions = { publicKey: PasskeyPublicKey }
export type PasskeyPublicKey = {  }
export type PlaceCandidate = { code: string; name: string; kind: string }
export type PlaceConversion = { unique?: string | null; candidates: PlaceCandidate[] }
export type PlaceGroup = { value: string; name?: string | null; address?: string | null; records: number; candidates: PlaceCandidate[] }
export type PlaceOpen = { type: string; plural: string; record: string; field: string; label: string; value: string; name?: string | null; candidates: PlaceCandidate[] }
export type PlacesConverted = { unit: string; addresses: number; current: number; convertible: number; chosen: number; changed: number; refused: number; refused_detail?: string | null; open: number; items: PlaceOpen[]; groups: PlaceGroup[] }
export type ProblemItem = { field?: string | null; key: string; message: string; warning?: boolean | null; severity?: string | null; records?: ProblemRecord[] | null }
export type ProblemRecord = { type: string; code: string }
export type QualityOwed = { none: number; draft: number; submitted: number; returned: number; accepted: number; reminded_at?: string | null }
export type QualityPart = { unit: string; name: string; kind: string; schools: number; counted: number; learners: number; identified: number; records: number; errors: number; warnings: number; notices: number; filled: number; due: number; reports?: QualityOwed | null }
export type QualityProblem = { rule: string; severity: string; type?: string | null; plural?: string | null; record?: string | null; title?: string | null; class?: string | null; 'class.title'?: string | null; field?: string | null; label?: string | null; message: string; detail?: string | null; remedy?: string | null }
export type QualityProblems = { total: number; rules: Record<string, number>; items: QualityProblem[]; cursor?: string | null }
export type QualityProgress = { counted_at?: string | null; items: QualityPart[] }
export type QualityRule = { name: string; type: string; types: string[]; kind: string; severity: string; levels?: string | null; field?: string | null; message: string; remedy?: string | null; basis?: string | null }
export type QualityRuleItems = { items: QualityRule[] }
export type QualitySum = { unit: string; name: string; records: number; errors: number; warnings: number; notices: number; rules: Record<string, number> }
export type QualitySumPage = { items: QualitySum[]; cursor?: string | null }
export type QualityWeek = { week: string; schools: number; records: number; errors: number; warnings: number; notices: number; filled: number; due: number }
export type QualityWeekItems = { items: QualityWeek[] }
export type RecordItems = { items: Rec[] }
export type RecordPage = { items: Rec[]; cursor?: string | null; masked?: boolean | null; total?: number | null; at_least?: number | null }
export type RecordSaved = { code: string; version: number; warnings?: ProblemItem[] | null }
export type Regulation = { id: string; unit: string; unit_name: string; title: string; version: number; published_at: string; published_by?: string | null; replaced_by?: string | null; acknowledged_at?: string | null }
export type RegulationAccount = { name: string; role: string; role_name?: string | null; unit: string; unit_name: string }
export type RegulationItems = { items: Regulation[] }
export type RegulationMissing = { total: number; items: RegulationAccount[]; cursor?: string | null }
export type RegulationWhole = { id: string; unit: string; unit_name: string; title: string; version: number; published_at: string; published_by?: string | null; replaced_by?: string | null; acknowledged_at?: string | null; text: string }
export type ReminderRefused = { unit: string; key: string; message: string }
export type Reminders = { sent: string[]; refused: ReminderRefused[] }
export type Report = { id: string; form: string; unit: string; unit_name: string; period: string; state: string; edition: number; version: number; note?: string | null; computed_at?: string | null; submitted_at?: string | null; decided_at?: string | null; official: string; receiver?: string | null; hash?: string | null; reopened_at?: string | null; reason?: string | null; decided_by?: string | null; reopens: boolean; units: number; missing: string[]; difference: ReportDifference[]; stale: ReportStale[]; changed: number; checks: ReportCheck[]; remarks: ReportRemark[]; sheets: ReportSheet[]; returned?: ReportReturned | null }
export type ReportCell = { plural: string; left_out: number; unlisted: number; items: CountedRecord[]; cursor?: string | null }
export type ReportCheck = { key: string; severity: string; cells: ReportPlace[]; message: string }
export type ReportDifference = { row: number; column: string; label?: string | null; before?: number | null; now?: number | null }
export type ReportHead = { id: string; form: string; unit: string; unit_name: string; period: string; state: string; edition: number; version: number; note?: string | null; computed_at?: string | null; submitted_at?: string | null; decided_at?: string | null; stale: boolean }
export type ReportHeadPage = { items: ReportHead[]; cursor?: string | null }
export type ReportOfUnit = { unit: string; unit_name: string; kind: string; state: string; report?: string | null; computed_at?: string | null; submitted_at?: string | null; decided_at?: string | null; reminded_at?: string | null; missing?: number | null }
export type ReportPlace = { sheet: string; row: number; column: string }
export type ReportPreview = { left_out?: number | null; checks: ReportCheck[]; cells: Record<string, (number | null)[] | null>; units: number; missing: string[] }
export type ReportProgress = { totals: ReportTotals; items: ReportOfUnit[]; cursor?: string | null }
export type ReportRemark = { row: number; sheet?: string | null; column: string; note: string; at: string }
export type ReportReturned = { note: string; at: string; remarks: number; changed: number }
export type ReportRow = { label: string; ordinal?: string | null; code?: number | null; measure_unit?: string | null; no_source?: string | null; values?: (number | null)[] | null; covered?: string[] | null }
export type ReportSeal = { id: string; unit: string; period: string; state: string; edition: number; hash?: string | null; intact: boolean }
export type ReportSheet = { name: string; columns: string[]; rows: ReportRow[] }
export type ReportStale = { unit: string; unit_name?: string | null; why: string; added?: number | null; edition: number; message: string }
export type ReportTotals = { none: number; draft: number; submitted: number; returned: number; accepted: number }
export type ReportsComputed = { computed: number; frozen: number }
export type Role = { name: string; label: Label; admin: boolean; units: string[]; sections: boolean; classes: boolean; rights: Record<string, string[]> }
export type RoleItems = { items: Role[] }
export type Rollover = { id: string; state: string; taken_back: number; remaining: number; made_at: string; made_by?: string | null; undone_at?: string | null; undone_by?: string | null; unit: string; year: number; continue_levels: boolean; keep_homeroom: boolean; counts: RolloverCounts; grades: RolloverGrade[]; classes: RolloverClass[]; problems?: ProblemItem[] | null }
export type RolloverClass = { for: string; from: string; name: string; to?: string | null; new_name?: string | null; new_grade?: string | null; exists: boolean; promoted?: number | null; retained?: number | null; completed?: number | null; not_said?: number | null }
export type RolloverCounts = { promoted: number; retained: number; completed: number; not_said: number; already: number; skipped: number; classes: number; enrolments: number; leaving: number }
export type RolloverGrade = { grade: string; age_group?: string | null; promoted: number; retained: number; completed: number; not_said: number }
export type RolloverPage = { items: Rollover[]; cursor?: string | null }
export type RolloverPlan = { id?: string | null; unit: string; year: number; continue_levels: boolean; keep_homeroom: boolean; counts: RolloverCounts; grades: RolloverGrade[]; classes: RolloverClass[]; problems: ProblemItem[] }
export type Screen = { number?: string | null; title: Label; list: ScreenColumn[]; filters: ScreenFilter[]; missing: string[]; sections: ScreenSection[]; sheet?: string | null; grid: ScreenGrid }
export type ScreenColumn = { path: string; label: Label; type: string; class: string; list?: string | null }
export type ScreenFilter = { path: string; by: string; label: Label; type: string; list?: string | null; to?: string | null }
export type ScreenGrid = { columns: string[]; by?: ScreenFilter | null; of?: string | null; apart: string[]; begins: string[] }
export type ScreenSection = { name: string; label: Label; fields: string[] }
export type SecondStep = { demanded: boolean }
export type Section = { name: string; label: Label; modules: string[] }
export type SectionItems = { items: Section[] }
export type Session = { username: string; role: string; role_label: Label; levels?: string | null; sections?: string | null; staff?: string | null; unit: UnitName; rights: Record<string, string[]>; must_change_password: boolean; must_set_factor: boolean; catalog: string; csrf: string; queue_key: string; expires_at: string; idle_expires_at: string; server_time: string }
export type Sheet = { name: string; label: Label; row: string; file?: string | null; levels?: string | null; creates: boolean; register: boolean; asks: SheetAsk[]; columns: SheetColumn[] }
export type SheetAsk = { name: string; label: string; type: string; list?: string | null; default?: string | null }
export type SheetColumn = { field: string; title: string; titles: string[]; required: boolean; identifies: boolean }
export type SheetItems = { items: Sheet[] }
export type SupportRequest = { id: string; unit: string; unit_name: string; page: string; text: string; state: string; asked_at: string; asked_by?: string | null; mine: boolean; answer?: string | null; answered_at?: string | null; answered_by?: string | null; seen_at?: string | null }
export type SupportRequestPage = { items: SupportRequest[]; cursor?: string | null }
export type Token = { access_token: string; token_type: string; expires_in: number; scope: string }
export type Transfer = { code: string; type: string; person?: string | null; name?: string | null; birth_date?: string | null; grade?: string | null; started_by: string; state: string; class?: string | null; day: string; reason?: string | null; note?: string | null; other_grade: boolean; from: UnitName; to: UnitName; started_at: string; release_at?: string | null; decided_at?: string | null }
export type TransferPage = { items: Transfer[]; cursor?: string | null }
export type Trial = { outcome: string; problems: ProblemItem[] }
export type TypeName = { name: string; plural: string; label: Label; module: string; year_bound: boolean }
export type TypeNameItems = { items: TypeName[] }
export type Unit = { code: string; name: string; kind: string; status: string; province?: string | null; levels?: string | null; parent?: string | null }
export type UnitName = { code: string; name: string; kind?: string | null; province?: string | null }
export type UnitTrial = { units: number; learners?: number | null; staff?: number | null; accounts: number; reports: number; records: Record<string, number>; parts: UnitTrialPart[]; problems: ProblemItem[] }
export type UnitTrialPart = { unit: string; name: string; records: Record<string, number> }
export type UnitWhole = { code: string; name: string; kind: string; status: string; province?: string | null; levels?: string | null; parent?: string | null; parent_name?: string | null; above?: string | null; place?: string | null; placed: boolean; years: number[]; usual_year: number; current_year: number; term: number }
export type Units = { parent?: string | null; within?: string | null; items: Unit[]; cursor?: string | null }
export type UnitsMoved = { moved: number }
export type View = { at: string; how: string; type?: string | null; code?: string | null; title?: string | null; unit: string; unit_name: string; account: string; role: string; account_unit: string; account_unit_name: string; purpose?: string | null }
export type ViewPage = { items: View[]; cursor?: string | null }

export type Routes = {
  'POST /session': { body: { username: string; password: string; otp?: string }; answer: Session }
  'GET /session': { answer: Session }
  'DELETE /session': { answer: undefined }
  'GET /session/otp': { answer: Factor }
  'POST /session/otp': { body: { password: string }; answer: FactorSecret }
  'POST /session/otp/confirm': { body: { otp: string }; answer: FactorCodes }
  'POST /session/otp/remove': { body: { password: string; otp: string }; answer: undefined }
  'POST /session/passkey/options': { answer: PasskeyOptions }
  'POST /session/passkey': { body: { credential: Record<string, unknown> }; answer: Session }
  'GET /session/passkeys': { answer: PasskeyItems }
  'POST /session/passkeys': { body: { name: string; password: string; credential: Record<string, unknown> }; answer: Passkey }
  'DELETE /session/passkeys/{passkey}': { at: { passkey: string }; answer: undefined }
  'GET /second-step': { answer: SecondStep }
  'POST /second-step': { body: { demanded: boolean; password: string }; answer: SecondStep }
  'POST /session/password': { body: { old: string; new: string }; answer: undefined }
  'GET /catalog': { answer: Catalog }
  'GET /catalog/{type}': { at: { type: string }; query?: { v?: string }; answer: CatalogOfType }
  'GET /types': { answer: TypeNameItems }
  'GET /menu': { answer: MenuGroupItems }
  'GET /lists': { query?: { names?: string; v?: string }; answer: ListItems }
  'GET /lists/{list}': { at: { list: string }; query?: { date?: string; parent?: string; q?: string; code?: string }; answer: List }
  'POST /lists/{list}/query': { at: { list: string }; body: { q?: string; code?: string; parent?: string; date?: string }; answer: List }
  'GET /places/{code}/conversion': { at: { code: string }; answer: PlaceConversion }
  'POST /places/conversion': { body: { unit?: string; choices?: Record<string, unknown>[]; dry_run?: boolean }; answer: PlacesConverted }
  'GET /forms': { answer: FormItems }
  'GET /forms/{name}': { at: { name: string }; answer: FormLayout }
  'GET /sheets': { answer: SheetItems }
  'GET /openapi.json': { answer: Openapi }
  'GET /units': { query?: { parent?: string; within?: string; kind?: string; on?: string; limit?: number; cursor?: string }; answer: Units }
  'POST /units': { body: { code: string; name: string; kind: string; parent?: string; province?: string }; answer: Unit }
  'GET /units/{code}': { at: { code: string }; query?: { on?: string }; answer: UnitWhole }
  'GET /units/{code}/lineage': { at: { code: string }; answer: Lineage }
  'POST /units/{code}/close': { at: { code: string }; body: { date: string; decision?: string; dissolve?: boolean; dry_run?: boolean }; answer: Lineage | UnitTrial }
  'POST /units/{code}/reopen': { at: { code: string }; body: { reason: string }; answer: Lineage }
  'POST /units/{code}/merge': { at: { code: string }; body: { into: string; date: string; decision?: string; dry_run?: boolean }; answer: Lineage | UnitTrial }
  'POST /units/{code}/split': { at: { code: string }; body: { parts: Record<string, unknown>[]; date: string; decision?: string; dry_run?: boolean }; answer: Lineage | UnitTrial }
  'POST /units/move': { body: { units?: string[]; under?: string; to: string; from: string; dry_run?: boolean }; answer: UnitsMoved | UnitTrial }
  'POST /units/{code}/move': { at: { code: string }; body: { to: string; from: string; dry_run?: boolean }; answer: UnitsMoved | UnitTrial }
  'GET /roles': { query?: { unit?: string }; answer: RoleItems }
  'GET /sections': { answer: SectionItems }
  'GET /accounts': { query?: { within?: string; q?: string; limit?: number; cursor?: string }; answer: AccountPage }
  'POST /accounts': { body: { username: string; role: string; unit?: string; levels?: string; sections?: string; staff?: string; until?: string }; answer: AccountPassword }
  'POST /accounts/query': { body: { within?: string; q?: string; limit?: number; cursor?: string }; answer: AccountPage }
  'POST /accounts/holders': { body: { unit: string; text: string }; answer: HolderItems }
  'POST /accounts/review': { body: { unit?: string }; answer: undefined }
  'POST /accounts/{name}/reset': { at: { name: string }; answer: AccountPassword }
  'POST /accounts/{name}/disable': { at: { name: string }; answer: undefined }
  'POST /accounts/{name}/sections': { at: { name: string }; body: { sections?: string }; answer: undefined }
  'POST /accounts/{name}/until': { at: { name: string }; body: { until?: string }; answer: undefined }
  'POST /accounts/{name}/enable': { at: { name: string }; answer: undefined }
  'GET /sessions': { query?: { unit?: string; limit?: number; cursor?: string }; answer: OpenSessionPage }
  'POST /sessions/{id}/end': { at: { id: string }; answer: undefined }
  'POST /token': { body: string; answer: Token }
  'GET /clients': { query?: { within?: string; limit?: number; cursor?: string }; answer: ClientPage }
  'POST /clients': { body: { name: string; unit?: string; scopes: string[]; fields?: string; levels?: string; addresses?: string[]; a_day?: number }; answer: ClientSecret }
  'GET /clients/scopes': { query?: { unit?: string }; answer: ClientScopes }
  'POST /clients/{id}/revoke': { at: { id: string }; answer: undefined }
  'GET /changes': { query?: { unit?: string; after?: number; types?: string; before?: number; acts?: boolean; type?: string; code?: string; account?: string; from?: string; to?: string; limit?: number; purpose?: string }; answer: Changes }
  'POST /changes/query': { body: { unit?: string; after?: number; before?: number; acts?: boolean; types?: string; type?: string; code?: string; account?: string; from?: string; to?: string; limit?: number; purpose?: string }; answer: Changes }
  'GET /views': { query?: { unit?: string; within?: string; person?: string; account?: string; alarms?: boolean; from?: string; to?: string; limit?: number; cursor?: string }; answer: ViewPage }
  'POST /views/query': { body: { unit?: string; within?: string; person?: string; account?: string; alarms?: boolean; from?: string; to?: string; limit?: number; cursor?: string }; answer: ViewPage }
  'GET /audit': { query?: { unit?: string }; answer: Audit }
  'POST /imports': { body: FormData; answer: Job }
  'GET /imports': { query?: { unit?: string; year?: number; state?: string; mine?: boolean; limit?: number; cursor?: string }; answer: JobLinePage }
  'GET /imports/{id}': { at: { id: string }; query?: { wait?: number }; answer: Job }
  'POST /imports/{id}/again': { at: { id: string }; body: { files: Record<string, unknown>[] }; answer: Job }
  'POST /imports/{id}/commit': { at: { id: string }; answer: Job }
  'POST /imports/{id}/undo': { at: { id: string }; answer: Job }
  'GET /jobs': { query?: { unit?: string; kind?: string; state?: string; mine?: boolean; limit?: number; cursor?: string }; answer: JobLinePage }
  'GET /jobs/{id}': { at: { id: string }; query?: { wait?: number }; answer: Job }
  'POST /jobs/{id}/cancel': { at: { id: string }; answer: Job }
  'POST /exports': { body: { sheet: string; unit?: string; year: number; class?: string; purpose?: string; empty?: boolean; asks?: Record<string, unknown> }; answer: Export }
  'GET /exports': { query?: { unit?: string; waiting?: boolean; limit?: number; cursor?: string }; answer: ExportPage }
  'GET /exports/preview': { query?: { sheet?: string; unit?: string; year?: number; class?: string }; answer: ExportPreview }
  'POST /exports/trace': { body: FormData; answer: ExportTrace }
  'GET /exports/{id}': { at: { id: string }; query?: { wait?: number }; answer: Export }
  'POST /exports/{id}/approve': { at: { id: string }; answer: Export }
  'POST /exports/{id}/refuse': { at: { id: string }; body: { reason: string }; answer: Export }
  'POST /transfers': { body: { person: string; to_school: string; day: string; reason?: string }; answer: Transfer }
  'GET /transfers': { query?: { unit?: string; state?: string; limit?: number; cursor?: string }; answer: TransferPage }
  'POST /transfers/requests': { body: { unit?: string; person_code: string; full_name: string; birth_date: string; class?: string; day: string; reason?: string; other_grade?: boolean }; answer: Transfer }
  'GET /transfers/{transfer}': { at: { transfer: string }; answer: Transfer }
  'POST /transfers/{transfer}/agree': { at: { transfer: string }; body: { class?: string; day?: string; other_grade?: boolean }; answer: Transfer }
  'POST /transfers/{transfer}/refuse': { at: { transfer: string }; body: { note: string }; answer: Transfer }
  'POST /transfers/{transfer}/withdraw': { at: { transfer: string }; answer: Transfer }
  'POST /transfers/{transfer}/undo': { at: { transfer: string }; body: { reason: string }; answer: Transfer }
  'POST /reports': { body: { form: string; unit?: string; period: string; below?: boolean }; answer: ReportsComputed | Report }
  'GET /reports': { query?: { unit?: string; within?: string; waiting?: boolean; kind?: string; form?: string; period?: string; state?: string; limit?: number; cursor?: string }; answer: ReportHeadPage }
  'GET /reports/progress': { query?: { within?: string; form?: string; period?: string; limit?: number; cursor?: string }; answer: ReportProgress }
  'GET /reports/preview': { query?: { unit?: string; form?: string; period?: string; tree?: string }; answer: ReportPreview }
  'GET /reports/{id}': { at: { id: string }; query?: { edition?: number }; answer: Report }
  'GET /reports/{id}/seal': { at: { id: string }; query?: { edition?: number }; answer: ReportSeal }
  'POST /reports/{id}/submit': { at: { id: string }; answer: Report }
  'POST /reports/{id}/return': { at: { id: string }; body: { note: string; cells?: Record<string, unknown>[] }; answer: Report }
  'POST /reports/{id}/accept': { at: { id: string }; answer: Report }
  'POST /reports/{id}/reopen': { at: { id: string }; body: { reason: string }; answer: Report }
  'GET /reports/{id}/cells/{row}/{column}/records': { at: { id: string; row: number; column: string }; query?: { limit?: number; cursor?: string; edition?: number }; answer: ReportCell }
  'POST /reminders': { body: { units: string[]; about: Record<string, unknown> }; answer: Reminders }
  'GET /notices': { answer: NoticeItems }
  'GET /regulations': { query?: { unit?: string; old?: boolean }; answer: RegulationItems }
  'POST /regulations': { body: { unit?: string; title: string; text: string; replaces?: string }; answer: RegulationWhole }
  'GET /regulations/{id}': { at: { id: string }; answer: RegulationWhole }
  'POST /regulations/{id}/acknowledge': { at: { id: string }; answer: RegulationWhole }
  'GET /regulations/{id}/missing': { at: { id: string }; query?: { within?: string; limit?: number; cursor?: string }; answer: RegulationMissing }
  'POST /requests': { body: { unit?: string; page: string; text: string }; answer: SupportRequest }
  'GET /requests': { query?: { within?: string; state?: string; mine?: boolean; limit?: number; cursor?: string }; answer: SupportRequestPage }
  'POST /requests/{id}/answer': { at: { id: string }; body: { text: string }; answer: SupportRequest }
  'POST /requests/{id}/seen': { at: { id: string }; answer: SupportRequest }
  'GET /rollovers/preview': { query?: { unit?: string; year?: number; continue_levels?: boolean; keep_homeroom?: boolean }; answer: RolloverPlan }
  'POST /rollovers': { body: { unit?: string; year: number; continue_levels?: boolean; keep_homeroom?: boolean }; answer: RolloverPlan }
  'GET /rollovers': { query?: { unit?: string; limit?: number; cursor?: string }; answer: RolloverPage }
  'GET /rollovers/{id}': { at: { id: string }; answer: Rollover }
  'POST /rollovers/{id}/undo': { at: { id: string }; answer: Rollover }
  'GET /quality/rules': { answer: QualityRuleItems }
  'GET /quality/problems': { query?: { unit?: string; year?: number; rule?: string; severity?: string; type?: string; record?: string; class?: string; limit?: number; cursor?: string }; answer: QualityProblems }
  'GET /quality/summary': { query?: { within?: string; year?: number; rule?: string; severity?: string; limit?: number; cursor?: string }; answer: QualitySumPage }
  'GET /quality/trend': { query?: { unit?: string; weeks?: number }; answer: QualityWeekItems }
  'GET /quality/completeness': { query?: { unit?: string; within?: string; year?: number; by?: string; class?: string; fields?: string }; answer: CompletenessItems }
  'GET /quality/checklists': { answer: ChecklistItems }
  'GET /quality/checklists/{name}': { at: { name: string }; query?: { unit?: string; year?: number; limit?: number; cursor?: string }; answer: ChecklistResult }
  'GET /quality/checklists/{name}/units': { at: { name: string }; query?: { within?: string; year?: number }; answer: ChecklistPartItems }
  'GET /quality/progress': { query?: { within?: string; form?: string; period?: string }; answer: QualityProgress }
  'GET /learners/{code}/duplicates': { at: { code: string }; answer: Duplicates }
  'GET /duplicates': { query?: { unit?: string; year?: number; limit?: number; cursor?: string }; answer: Duplicates }
  'POST /duplicates/decide': { body: { a: string; b: string; decision: string; note?: string }; answer: DuplicateDecision }
  'POST /search': { body: { text: string; unit?: string; within?: string; year?: number; kinds?: string[]; limit?: number }; answer: FoundItems }
  'GET /{plural}': { at: { plural: string }; query?: { unit?: string; within?: string; year?: number; on?: string; gone?: boolean; declared?: boolean; q?: string; filter?: string; sort?: string; fields?: string; count?: boolean; purpose?: string; limit?: number; cursor?: string }; answer: RecordPage }
  'POST /{plural}': { at: { plural: string }; query?: { dry_run?: boolean; year?: number }; body: Record<string, unknown>; answer: Rec | Trial | Rec }
  'POST /{plural}/query': { at: { plural: string }; body: { unit?: string; within?: string; year?: number; on?: string; gone?: boolean; declared?: boolean; q?: string; filter?: string; sort?: string; fields?: string; count?: boolean; limit?: number; purpose?: string; cursor?: string }; answer: RecordPage }
  'POST /{plural}/batch': { at: { plural: string }; query?: { unit?: string; year?: number; dry_run?: boolean }; body: string; answer: string }
  'GET /{plural}/{code}': { at: { plural: string; code: string }; query?: { fields?: string }; answer: Rec }
  'PATCH /{plural}/{code}': { at: { plural: string; code: string }; query?: { dry_run?: boolean; year?: number }; body: Record<string, unknown>; answer: Rec | RecordSaved | Trial }
  'GET /{plural}/{code}/history': { at: { plural: string; code: string }; answer: ChangeItems }
  'PUT /{plural}/{code}/files/{field}': { at: { plural: string; code: string; field: string }; body: Blob; answer: Rec }
  'DELETE /{plural}/{code}/files/{field}': { at: { plural: string; code: string; field: string }; answer: Rec }
  'GET /{plural}/{code}/events': { at: { plural: string; code: string }; answer: RecordItems }
  'POST /{plural}/{code}/events': { at: { plural: string; code: string }; query?: { dry_run?: boolean; year?: number }; body: Record<string, unknown>; answer: Rec | Trial }
  'POST /{plural}/{code}/events/undo': { at: { plural: string; code: string }; answer: Rec }
  'GET /{plural}/{code}/identifiers': { at: { plural: string; code: string }; answer: IdentifierItems }
  'POST /{plural}/{code}/identifiers': { at: { plural: string; code: string }; body: { scheme: string; value: string }; answer: IdentifierItems }
  'POST /{plural}/{code}/merge': { at: { plural: string; code: string }; body: { same_as: string; fill?: boolean; take?: string[]; note?: string }; answer: Rec }
  'POST /{plural}/{code}/unmerge': { at: { plural: string; code: string }; answer: Rec }
  'POST /{plural}/{code}/status': { at: { plural: string; code: string }; query?: { dry_run?: boolean; year?: number }; body: { status: string; reason?: string; date?: string }; answer: Rec | Trial }
}
