package segment

// formCodes holds the code of each form in the sequences of a segment (segmentfile.Codes).
type formCodes struct {
	byForm      []uint32
	byCode      []uint32 // forms, from the code firstOfForm on
	first, last uint32   // from the first code of a content word up to, but not including, last
}

// Len returns the number after the highest code.
func (c *formCodes) Len() int { return firstOfForm + len(c.byCode) }

// IsContent reports whether a code is of a form that is not a function word.
func (c *formCodes) IsContent(code uint32) bool { return code-c.first < c.last-c.first }

// Form returns the form of a code.
func (c *formCodes) Form(code uint32) uint32 { return c.byCode[code-firstOfForm] }

func (c *formCodes) bytes() int64 { return 4 * int64(len(c.byForm)+cap(c.byCode)) }

// EachCode calls f with the codes of the forms of a group.
func (x *Text) EachCode(group uint32, f func(code uint32)) {
	for _, form := range x.GroupForms(group) {
		f(x.Codes.byForm[form])
	}
}
