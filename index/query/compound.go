package query

import (
	"strings"
	"unicode"
)

// IsCompound reports whether a word is a hyphenated compound: two parts or more of
// letters and digits, with one hyphen between each two ("data-to-text", "pre-training").
// As a free Word, or in the title or the abstract, it asks for its parts next to each
// other, however they are written, or for all of them as one word ("pretraining").
func (w Word) IsCompound() bool {
	return w.Field.IsText() && len(compoundParts(w.Text)) > 1
}

// compoundParts returns the parts of a compound, or nil if text is not one.
func compoundParts(text string) []string {
	if !strings.ContainsAny(text, "-\u2010\u2011\u2013") {
		return nil
	}
	parts := strings.FieldsFunc(text, isHyphen)
	length := 0
	for _, part := range parts {
		if strings.ContainsFunc(part, func(r rune) bool { return !isAlnum(r) && !unicode.IsMark(r) }) {
			return nil
		}
		length += len(part)
	}
	hyphens := 0
	for _, r := range text {
		if isHyphen(r) {
			hyphens++
			length += len(string(r))
		}
	}
	if hyphens != len(parts)-1 || length != len(text) {
		return nil
	}
	return parts
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '\u2013' }
