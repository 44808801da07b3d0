package bibtex

import (
	"fmt"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// entry is one publication. The names of fields are in lower case; their values are in LaTeX.
type entry struct {
	Type, Key string
	Line      int
	Fields    map[string]string
}

// macros has the strings defined by @string, and their total length in bytes.
type macros struct {
	values map[string]string
	bytes  int
}

// maxMacroBytes is the maximum length of all macros of one input together.
const maxMacroBytes = 4 << 20

func newMacros() *macros { return &macros{values: map[string]string{}} }

// parse parses one block. It returns an entry with an empty Type for a block that is not a
// publication: it stores macros and skips comments and preambles. Errors are *data.FieldError.
func parse(b block, m *macros) (entry, error) {
	if len(b.Text) == 0 { // a line that was too long to be read
		return entry{Line: b.Line}, format.ErrTooLong
	}
	text := string(b.Text)
	open := strings.IndexAny(text, "{(")
	kind := strings.ToLower(strings.TrimSpace(text[1:open]))
	e := entry{Line: b.Line, Fields: map[string]string{}}
	if kind == "comment" || kind == "preamble" {
		return e, nil
	}
	p := parser{rest: text[open+1:], macros: m}
	if kind != "string" {
		e.Type, e.Key = kind, p.key()
	}
	switch {
	case b.TooLong:
		return e, &data.FieldError{Code: "entry_too_long", Reason: fmt.Sprintf("longer than %d KiB", maxEntryBytes>>10)}
	case b.Unclosed:
		return e, &data.FieldError{Code: "unclosed_entry", Reason: "the entry is not closed: a brace, quote or parenthesis is missing"}
	}
	p.rest = p.rest[:len(p.rest)-1]
	if err := p.fields(e.Fields); err != nil {
		return e, err
	}
	if kind == "string" {
		return e, m.define(e.Fields)
	}
	return e, nil
}

func (m *macros) define(values map[string]string) error {
	for name, value := range values {
		if m.bytes += len(name) + len(value); m.bytes > maxMacroBytes {
			return &data.FieldError{Code: "too_many_strings", Reason: fmt.Sprintf("all @string together hold more than %d MiB", maxMacroBytes>>20)}
		}
		m.values[name] = value
	}
	return nil
}

// parser parses fields. rest is the text that was not parsed yet.
type parser struct {
	rest   string
	macros *macros
}

// key parses the citation key. It returns "" if there is none.
func (p *parser) key() string {
	end := strings.IndexAny(p.rest, ",={}\"")
	switch {
	case end < 0:
		return ""
	case p.rest[end] == ',':
		key := strings.TrimSpace(p.rest[:end])
		p.rest = p.rest[end+1:]
		return strings.Join(strings.Fields(key), " ")
	case p.rest[end] == '}': // an entry without fields
		key := strings.TrimSpace(p.rest[:end])
		p.rest = p.rest[end:]
		return key
	}
	return ""
}

// fields parses "name = value" pairs into a map. If a name is repeated, the first value is used.
// Commas between pairs are optional.
func (p *parser) fields(into map[string]string) error {
	for p.skip(", \t\r\n"); p.rest != ""; p.skip(", \t\r\n") {
		if p.rest[0] == '%' {
			_, p.rest, _ = strings.Cut(p.rest, "\n")
			continue
		}
		end := strings.IndexAny(p.rest, "={}\",")
		name := p.rest
		if end >= 0 {
			name = p.rest[:end]
		}
		name = strings.ToLower(strings.TrimSpace(name))
		if end < 0 || p.rest[end] != '=' || name == "" || strings.ContainsAny(name, " \t\r\n") {
			return syntax("%q is not followed by a value", text.Clip(name))
		}
		p.rest = p.rest[end+1:]
		value, err := p.value(name)
		if err != nil {
			return err
		}
		if _, known := into[name]; !known {
			into[name] = value
		}
	}
	return nil
}

// value parses a value, whose parts are joined by "#".
func (p *parser) value(field string) (string, error) {
	var value strings.Builder
	for {
		part, err := p.part(field)
		if err != nil {
			return "", err
		}
		if value.Len()+len(part) > maxEntryBytes {
			return "", &data.FieldError{Code: "entry_too_long", Reason: fmt.Sprintf("%s is longer than %d KiB", field, maxEntryBytes>>10)}
		}
		value.WriteString(part)
		if p.skip(" \t\r\n"); !strings.HasPrefix(p.rest, "#") {
			return value.String(), nil
		}
		p.rest = p.rest[1:]
	}
}

// part parses a part of a value: "{text}", "\"text\"", a number, or the name of a macro. A macro
// that the file does not define, such as a month or one of a style, yields its name.
func (p *parser) part(field string) (string, error) {
	p.skip(" \t\r\n")
	if p.rest == "" {
		return "", syntax("%s has no value", field)
	}
	first := p.rest[0]
	if first != '{' && first != '"' {
		end := strings.IndexAny(p.rest, "#, \t\r\n{}\"=")
		if end < 0 {
			end = len(p.rest)
		}
		if end == 0 {
			return "", syntax("%s has no value", field)
		}
		word := p.rest[:end]
		p.rest = p.rest[end:]
		if expanded, ok := p.macros.values[strings.ToLower(word)]; ok {
			return expanded, nil
		}
		return word, nil
	}
	depth := 0
	for i := 1; i < len(p.rest); i++ {
		c := p.rest[i]
		switch {
		case depth == 0 && (first == '{' && c == '}' || first == '"' && c == '"'):
			part := p.rest[1:i]
			p.rest = p.rest[i+1:]
			return part, nil
		case c == '{':
			depth++
		case c == '}':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	return "", syntax("the value of %s is not closed", field)
}

func (p *parser) skip(chars string) { p.rest = strings.TrimLeft(p.rest, chars) }

func syntax(format string, args ...any) error {
	return &data.FieldError{Code: "invalid_bibtex", Reason: fmt.Sprintf(format, args...)}
}
