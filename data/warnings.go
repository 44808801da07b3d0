package data

// WarningText is what a warning's code says, as a sentence for people. A code of a
// newer Paperboy, or of another program's export, stands for itself.
func WarningText(code string) string {
	if text, ok := warningTexts[code]; ok {
		return text
	}
	return "The source was read with the warning “" + code + "”."
}

// warningTexts has every code that Validate and the readers of data/format give.
var warningTexts = map[string]string{
	WarnAuthorsIncomplete: "The list of authors ends in “et al.”: how many there are is not known.",
	WarnAuthorCount:       "The number of authors was less than the names given, and was corrected.",
	WarnInvalidDOI:        "What stood in the place of the DOI is none, and was left out.",
	WarnInvalidURL:        "An address that is neither http nor https was left out.",
	WarnInvalidUTF8:       "Some bytes were no valid text, and stand as “\uFFFD”.",
	"date_from_id":        "The source gave no date: the month is that in which arXiv numbered the paper.",
	"date_unread":         "The date could not be read, and was left out.",
	"encoding_guessed":    "The file did not say how its letters are encoded: it was read as what it seems to be.",
	"encoding_mended":     "The text had been read in a wrong encoding before, and was mended.",
	"id_repaired":         "The arXiv number had been taken for a decimal number, and was repaired.",
	"retracted":           "The source says that the paper was retracted or removed.",
	"year_assumed":        "The source gave a day without a year: the year was taken from when the page was copied.",
}
