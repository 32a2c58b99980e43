/* syllable.c - onsets and rhymes of Vietnamese. */
#include "table/syllable.h"

enum { LETTERS_MAX = 7 }; /* "nghiêng" */
enum tone { LEVEL, GRAVE, HOOK, TILDE, ACUTE, DOT };

/* Each vowel in its six tones. */
static const uint16_t vowels[][6] = {
	{ 'a', 0xE0, 0x1EA3, 0xE3, 0xE1, 0x1EA1 },          { 0x103, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0x1EB7 },
	{ 0xE2, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD },   { 'e', 0xE8, 0x1EBB, 0x1EBD, 0xE9, 0x1EB9 },
	{ 0xEA, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7 },   { 'i', 0xEC, 0x1EC9, 0x129, 0xED, 0x1ECB },
	{ 'o', 0xF2, 0x1ECF, 0xF5, 0xF3, 0x1ECD },          { 0xF4, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9 },
	{ 0x1A1, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3 },  { 'u', 0xF9, 0x1EE7, 0x169, 0xFA, 0x1EE5 },
	{ 0x1B0, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1 },  { 'y', 0x1EF3, 0x1EF7, 0x1EF9, 0xFD, 0x1EF5 },
};

/* A letter for each row of `vowels`; the tables below are written with them, and with D for đ. */
static const char vowel_letters[] = "aAweEioOPuUy";

static const char rhymes[] =
	" a ac ach ai am an ang anh ao ap at au ay Ac Am An Ang Ap At wc wm wn wng wp wt wu wy e ec em en eng eo ep et E Ech Em En"
	" Enh Ep Et Eu i ia ich iEc iEm iEn iEng iEp iEt iEu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay"
	" oAc oAm oAn oAng oAp oAt oc oe oen oeo oet oi om on ong ooc oong op ot O Oc Oi Om On Ong Op Ot P Pi Pm Pn Pp Pt u ua uwn"
	" uwng uwt uwy uc uE uEch uEnh uEu ui um un ung uP uOc uOi uOm uOn uOng uOt up ut uy uya uych uyEn uyEt uyn uynh uyp uyt uyu"
	" U Ua Uc Ui Um Un Ung UPc UPi UPm UPn UPng UPp UPt UPu Ut Uu y yEm yEn yEng yEt yEu ";

static const char onsets[] = "  b c ch d D g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x ";

static uint32_t lower(uint32_t ch)
{
	if ((ch >= 'A' && ch <= 'Z') || (ch >= 0xC0 && ch <= 0xDE && ch != 0xD7))
		return ch + 32;
	if ((ch >= 0x1EA0 && ch <= 0x1EF9 && ch % 2 == 0) || ch == 0x102 || ch == 0x110 || ch == 0x128 || ch == 0x168 || ch == 0x1A0)
		return ch + 1;
	return ch == 0x1AF ? 0x1B0 : ch;
}

/* The letter without its tone, or NUL. */
static char letter_of(uint32_t ch, enum tone *ret)
{
	*ret = LEVEL;
	if (ch == 0x111)
		return 'D';
	for (size_t i = 0; i < COUNT(vowels); i++)
		for (int tone = LEVEL; tone <= DOT; tone++)
			if (vowels[i][tone] == ch) {
				*ret = (enum tone)tone;
				return vowel_letters[i];
			}
	return ch >= 'a' && ch <= 'z' ? (char)ch : '\0';
}

static bool is_in(const char *list, const char *word, size_t n)
{
	char wanted[LETTERS_MAX + 3] = " ";

	memcpy(wanted + 1, word, n);
	wanted[n + 1] = ' ';
	return strstr(list, wanted) != NULL;
}

/* A rhyme that a stop closes bears the acute or the dot only. */
static bool tone_fits(const char *rhyme, size_t n, enum tone tone)
{
	bool stop = strchr("cpt", rhyme[n - 1]) != NULL || (n > 1 && rhyme[n - 1] == 'h' && rhyme[n - 2] == 'c');

	return !stop || tone == ACUTE || tone == DOT;
}

/* The tone stands on the vowel that has a sign of its own, the last of them; else on the middle one of three, on the second where a consonant closes the
 * rhyme, on the first where none does.  "hoà" and "hòa" are both written. */
static bool place_fits(const char *rhyme, size_t n, size_t at)
{
	size_t open = strspn(rhyme, "aAweEioOPuUy"), sign = SIZE_MAX;

	for (size_t i = 0; i < open; i++)
		if (strchr("AwEOPU", rhyme[i]) != NULL)
			sign = i;
	if (sign != SIZE_MAX)
		return at == sign;
	if (open == 2 && n == 2 && (strncmp(rhyme, "oa", 2) == 0 || strncmp(rhyme, "oe", 2) == 0 || strncmp(rhyme, "uy", 2) == 0))
		return at < 2;
	return at == (open == 3 || (open == 2 && n > 2) ? 1 : 0);
}

bool syllable_is_possible(const uint32_t *word, size_t n)
{
	char letters[LETTERS_MAX + 1] = "";
	enum tone tone = LEVEL, one;
	size_t toned = 0;

	if (n == 0 || n > LETTERS_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		letters[i] = letter_of(lower(word[i]), &one);
		if (letters[i] == '\0' || (one != LEVEL && tone != LEVEL))
			return false;
		tone = one != LEVEL ? one : tone;
		toned = one != LEVEL ? i : toned;
	}
	for (size_t onset = 0; onset < n && onset <= 3; onset++) {
		char rhyme[LETTERS_MAX + 1] = "";
		memcpy(rhyme, letters + onset, n - onset);
		if (onset == 2 && letters[0] == 'q' && rhyme[0] == 'y' && rhyme[1] != '\0')
			rhyme[0] = 'i'; /* "quyên" rhymes as "iên" */
		if (is_in(onsets, letters, onset) && is_in(rhymes, rhyme, n - onset) && tone_fits(rhyme, n - onset, tone) &&
		    (tone == LEVEL || (toned >= onset && place_fits(rhyme, n - onset, toned - onset))))
			return true;
	}
	return false;
}
