package segmentfile

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"paperboy/index/analysis"
)

// The words of a paper are written as codes, in the order of the texts, as varints. Codes with a
// meaning of their own come first, then those of forms (Codes).
const (
	EndOfTitle  = iota
	SameAgain   // the next code is another reading of the same place
	FirstOfForm // the lowest code of a form
)

// Codes holds the code of each form of a segment: first the function words among the most frequent
// forms, then all content words by falling frequency, then the other function words. Hidden forms
// are not among the words of a text and have the code 0.
type Codes struct {
	ByForm      []uint32
	ByCode      []uint32 // forms, from the code FirstOfForm on
	First, Last uint32   // from the first code of a content word up to, but not including, Last
}

// shortCodes is the number of forms whose codes take one byte.
const shortCodes = 1<<7 - FirstOfForm

// newCodes returns the codes of forms, in ascending order, that occur this often.
func newCodes(forms []string, occurrences []uint32) Codes {
	c := Codes{ByForm: make([]uint32, len(forms)), ByCode: make([]uint32, 0, len(forms))}
	keys := make([]uint64, 0, len(forms)) // by falling occurrences, then by form
	for form := range c.ByForm {
		if !IsHidden(forms[form]) {
			keys = append(keys, uint64(math.MaxUint32-occurrences[form])<<32|uint64(form))
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		c.ByCode = append(c.ByCode, uint32(key))
	}
	var often, content, seldom []uint32
	for i, form := range c.ByCode {
		switch {
		case !analysis.IsFunctionWord(forms[form]):
			content = append(content, form)
		case i < shortCodes:
			often = append(often, form)
		default:
			seldom = append(seldom, form)
		}
	}
	c.First = FirstOfForm + uint32(len(often))
	c.Last = c.First + uint32(len(content))
	c.ByCode = append(append(append(c.ByCode[:0], often...), content...), seldom...)
	for i, form := range c.ByCode {
		c.ByForm[form] = FirstOfForm + uint32(i)
	}
	return c
}

// IsHidden reports whether a form is one that analysis.Hidden returns.
func IsHidden(form string) bool { return strings.HasPrefix(form, analysis.Hidden("")) }

// sortReadings sorts the codes of one place: content words first, so that who skips function words
// need not know whether the place has others.
func (c *Codes) sortReadings(codes []uint32) {
	rank := func(code uint32) int {
		if code-c.First < c.Last-c.First {
			return 0
		}
		return 1
	}
	slices.SortFunc(codes, func(a, b uint32) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
}
