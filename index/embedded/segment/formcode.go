package segment

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/index/analysis"
)

// formCodes holds the code of each form in the sequences of a segment: first the function words
// among the most frequent forms, then all content words by falling frequency, then the other
// function words. Hidden forms are in no sequence and have the code 0.
type formCodes struct {
	byForm      []uint32
	byCode      []uint32 // forms, from the code firstOfForm on
	first, last uint32   // from the first code of a content word up to, but not including, last
}

// shortCodes is the number of forms whose codes take one byte.
const shortCodes = 1<<7 - firstOfForm

// newFormCodes returns the codes of forms that occur this often.
func newFormCodes(forms *Dictionary, occurrences []uint32, function []bool) formCodes {
	c := formCodes{byForm: make([]uint32, forms.Len()), byCode: make([]uint32, 0, forms.Len())}
	for form := range c.byForm {
		if !isHidden(forms.Term(form)) {
			c.byCode = append(c.byCode, uint32(form))
		}
	}
	slices.SortFunc(c.byCode, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(occurrences[b], occurrences[a]), cmp.Compare(a, b))
	})
	var often, content, seldom []uint32
	for i, form := range c.byCode {
		switch {
		case !function[form]:
			content = append(content, form)
		case i < shortCodes:
			often = append(often, form)
		default:
			seldom = append(seldom, form)
		}
	}
	c.first = firstOfForm + uint32(len(often))
	c.last = c.first + uint32(len(content))
	c.byCode = append(append(append(c.byCode[:0], often...), content...), seldom...)
	for i, form := range c.byCode {
		c.byForm[form] = firstOfForm + uint32(i)
	}
	return c
}

// isHidden reports whether a form is one that analysis.Hidden returns.
func isHidden(form string) bool { return strings.HasPrefix(form, analysis.Hidden("")) }

// Len returns the number after the highest code.
func (c *formCodes) Len() int { return firstOfForm + len(c.byCode) }

// IsContent reports whether a code is of a form that is not a function word.
func (c *formCodes) IsContent(code uint32) bool { return code-c.first < c.last-c.first }

// Form returns the form of a code.
func (c *formCodes) Form(code uint32) uint32 { return c.byCode[code-firstOfForm] }

// rank sorts the readings of a place: content words first.
func (c *formCodes) rank(code uint32) int {
	if c.IsContent(code) {
		return 0
	}
	return 1
}

func (c *formCodes) bytes() int64 { return 4 * int64(len(c.byForm)+cap(c.byCode)) }

// EachCode calls f with the codes of the forms of a group.
func (x *Text) EachCode(group uint32, f func(code uint32)) {
	for _, form := range x.GroupForms(group) {
		f(x.Codes.byForm[form])
	}
}
