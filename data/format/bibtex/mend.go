package bibtex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/text"
)

// WarnMalformed says that a field of an entry was malformed, and WarnUnclosed that the last brace of an
// entry was missing.
const (
	WarnMalformed = "field_malformed"
	WarnUnclosed  = "entry_unclosed"
)

// unreadable returns an error if what is malformed in an entry cost it the title.
func (e entry) unreadable() error {
	switch {
	case strings.Trim(title(e), "{} \n") != "":
		return nil
	case e.Unclosed:
		return &data.FieldError{Code: "unclosed_entry", Reason: "the entry is not closed and has no title: a brace, quote or parenthesis is missing"}
	case len(e.Malformed) > 0:
		return syntax("%q is malformed, and there is no title", e.Malformed[0])
	}
	return nil
}

// maxMended is the number of malformed things in an entry after which the rest is left out.
const maxMended = 100

// mend notes that a field or something else was malformed.
func (p *parser) mend(what string) {
	p.mended++
	if len(p.malformed) < 10 {
		p.malformed = append(p.malformed, text.Clip(strings.TrimSpace(what)))
	}
}

// fieldName reports whether a name can be that of a field. BibTeX takes all characters but white space
// and a few signs.
func fieldName(name string) bool {
	return name != "" && !strings.ContainsAny(name, " \t\r\n\"#%'(),={}")
}

// startsField reports whether s begins with the name of a field and the sign after it.
func startsField(s string) bool {
	_, ok := cutField(s)
	return ok
}

// startsLine is like startsField, if there is also the beginning of a value.
func startsLine(s string) bool {
	value, ok := cutField(s)
	value = strings.TrimLeft(value, " \t")
	return ok && value != "" && strings.IndexByte("{\"0123456789", value[0]) >= 0
}

// cutField returns what follows the name of a field and the sign after it.
func cutField(s string) (after string, ok bool) {
	s = strings.TrimLeft(s, " \t\r")
	end := 0
	for end < len(s) && strings.IndexByte(" \t\r\n\"#%'(),={}", s[end]) < 0 {
		end++
	}
	if first, _ := utf8.DecodeRuneInString(s); end == 0 || !unicode.IsLetter(first) {
		return "", false
	}
	return strings.CutPrefix(strings.TrimLeft(s[end:], " \t\r\n"), "=")
}

// endsValue reports whether a value ends before s.
func endsValue(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n")
	return s == "" || strings.IndexByte(",#}%", s[0]) >= 0 || startsField(s)
}

// loose returns the text between a value and the next field, which belongs to the value: the rest of
// an unquoted text, or of one whose brace or quotation mark came too early.
func (p *parser) loose(field string) string {
	if endsValue(p.rest) {
		return ""
	}
	p.mend(field)
	end := p.fieldEnd()
	rest := strings.TrimRight(p.rest[:end], ", \t\r\n")
	p.rest = p.rest[end:]
	if rest == "" || strings.IndexByte("{\"&", rest[0]) >= 0 || strings.HasPrefix(rest, "amp;") {
		return rest
	}
	return " " + rest
}

// skipToField leaves out what is not a field, up to the next field.
func (p *parser) skipToField() {
	end := p.fieldEnd()
	p.mend(p.rest[:end])
	p.rest = p.rest[end:]
}

// fieldEnd returns the offset of the next comma or line after which a field begins, and which is not
// in braces, or of the end of the entry. It is never 0, unless there is no rest.
func (p *parser) fieldEnd() int {
	depth := 0
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case depth > 0 && c == '\n' && startsLine(p.rest[i+1:]): // braces that are not closed
			return i
		case depth <= 0 && (c == ',' || c == '\n') && startsField(p.rest[i+1:]):
			return i
		}
	}
	return len(p.rest)
}
