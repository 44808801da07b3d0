package bibtex

import (
	"fmt"
	"slices"
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
	// Malformed has what was not understood, or was guessed.
	Malformed []string
	// Unclosed is true if the last brace was missing.
	Unclosed bool
	// number is the entry's place in the file.
	number int
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
	whole := string(b.Text)
	if b.Stray {
		return entry{Line: b.Line}, syntax("%q begins no entry: the brace or the sign @ is missing", text.Clip(strings.TrimSpace(whole)))
	}
	open := strings.IndexAny(whole, "{(")
	kind := strings.ToLower(strings.TrimSpace(whole[1:open]))
	e := entry{Line: b.Line, Fields: map[string]string{}, Unclosed: b.Unclosed}
	if kind == "comment" || kind == "preamble" {
		return e, nil
	}
	p := parser{rest: whole[open+1:], macros: m, unclosed: b.Unclosed}
	if kind != "string" {
		e.Type, e.Key = kind, p.key()
	}
	if b.TooLong {
		return e, &data.FieldError{Code: "entry_too_long", Reason: fmt.Sprintf("longer than %d KiB", maxEntryBytes>>10)}
	}
	if !b.Unclosed {
		p.rest = strings.TrimSuffix(strings.TrimSuffix(p.rest, "}"), ")")
	}
	if b.Mended {
		p.malformed = append(p.malformed, "}")
	}
	if err := p.fields(e.Fields); err != nil {
		return e, err
	}
	if e.Malformed = p.malformed; kind == "string" {
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
	// unclosed is true if the last brace of the entry is missing.
	unclosed  bool
	malformed []string
	mended    int // the number of things that were malformed
}

// key parses the citation key. It returns "" if there is none.
func (p *parser) key() string {
	p.skip(" \t\r\n")
	end := strings.IndexAny(p.rest, ",{}\n")
	if end < 0 {
		end = len(p.rest)
	}
	key := p.rest[:end]
	if name, _, found := strings.Cut(key, "="); found && fieldName(strings.TrimSpace(name)) {
		if end < len(p.rest) && p.rest[end] == '{' || strings.ContainsAny(key, "\" \t") || slices.Contains(firstFields, strings.ToLower(name)) {
			return "" // the key is missing
		}
	}
	if words := strings.Fields(strings.SplitN(key, "=", 2)[0]); len(words) == 2 && strings.Contains(key, "=") && fieldName(words[1]) {
		p.rest = strings.TrimPrefix(p.rest, words[0]) // the comma is missing
		return words[0]
	}
	switch {
	case end == len(p.rest) || p.rest[end] == '{':
		return ""
	case p.rest[end] == ',':
		p.rest = p.rest[end+1:]
	case p.rest[end] == '}': // an entry without fields
		p.rest = p.rest[end:]
	case strings.HasPrefix(strings.TrimLeft(p.rest[end:], " \t\r\n"), ","):
		p.rest = strings.TrimLeft(p.rest[end:], " \t\r\n")[1:]
	default: // the comma is missing
		p.rest = p.rest[end:]
	}
	return strings.Join(strings.Fields(key), " ")
}

// firstFields lists the fields that an entry without a key may begin with.
var firstFields = []string{"author", "title", "year", "date", "journal", "editor", "booktitle", "doi", "url"}

// repeatable has the separators of the values of fields that people repeat instead of writing a list.
var repeatable = map[string]string{"author": " and ", "editor": " and ", "keywords": ", "}

// fields parses "name = value" pairs into a map. If another name than those of repeatable is repeated,
// the first value is used.
// Commas between pairs are optional. What is not a field is left out up to the next field.
func (p *parser) fields(into map[string]string) error {
	for p.skip(", \t\r\n"); p.rest != "" && p.mended < maxMended; p.skip(", \t\r\n") {
		if p.rest[0] == '%' {
			_, p.rest, _ = strings.Cut(p.rest, "\n")
			continue
		}
		end := strings.IndexAny(p.rest, "={}\",")
		if end < 0 {
			end = len(p.rest)
		}
		name := strings.TrimSpace(p.rest[:end])
		switch isField := fieldName(name); {
		case end < len(p.rest) && p.rest[end] == '=' && isField:
			p.rest = p.rest[end+1:]
		case end < len(p.rest) && strings.IndexByte("{\"", p.rest[end]) >= 0 && isField: // the sign is missing
			p.mend(name)
			p.rest = p.rest[end:]
		case end < len(p.rest) && p.rest[end] == '=' && fieldName(strings.Join(strings.Fields(name), "")) && !strings.Contains(name, "\n"):
			p.mend(name) // "key words"
			name = strings.Join(strings.Fields(name), "")
			p.rest = p.rest[end+1:]
		default:
			p.skipToField()
			continue
		}
		value, err := p.value(name)
		if err != nil {
			return err
		}
		switch name = strings.ToLower(name); {
		case into[name] == "":
			into[name] = value
		case repeatable[name] != "" && value != "" && len(into[name])+len(value) < maxEntryBytes:
			into[name] += repeatable[name] + value
		}
	}
	return nil
}

// value parses a value, whose parts are joined by "#".
func (p *parser) value(field string) (string, error) {
	var value strings.Builder
	for {
		part := p.part(field)
		if value.Len()+len(part) > maxEntryBytes {
			return "", &data.FieldError{Code: "entry_too_long", Reason: fmt.Sprintf("%s is longer than %d KiB", field, maxEntryBytes>>10)}
		}
		value.WriteString(part)
		if p.skip(" \t\r\n"); !strings.HasPrefix(p.rest, "#") {
			value.WriteString(p.loose(field))
			return value.String(), nil
		}
		p.rest = p.rest[1:]
	}
}

// part parses a part of a value: "{text}", "\"text\"", a number, or the name of a macro. A macro
// that the file does not define, such as a month or one of a style, yields its name.
func (p *parser) part(field string) string {
	p.skip(" \t\r\n")
	switch {
	case p.rest == "":
		p.mend(field)
		return ""
	case p.rest[0] == '{':
		return p.braced(field)
	case p.rest[0] == '"':
		return p.quoted(field)
	}
	end := strings.IndexAny(p.rest, "#, \t\r\n{}\"=")
	if end < 0 {
		end = len(p.rest)
	}
	if end == 0 {
		p.mend(field)
	}
	word := p.rest[:end]
	p.rest = p.rest[end:]
	if expanded, ok := p.macros.values[strings.ToLower(word)]; ok {
		return expanded
	}
	return word
}

// braced parses "{text}". In an entry that is not closed, the text ends at the latest before a line
// with a field.
func (p *parser) braced(field string) string {
	depth := 0
	for i, c := range []byte(p.rest) {
		switch {
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				part := p.rest[1:i]
				p.rest = p.rest[i+1:]
				return part
			}
		case c == '\n' && p.unclosed && startsLine(p.rest[i+1:]):
			return p.cut(field, i)
		}
	}
	return p.cut(field, len(p.rest))
}

// quoted parses "\"text\"". A quotation mark within the text, which the value doesn't end after, is
// part of it.
func (p *parser) quoted(field string) string {
	depth, last := 0, 0
	limit := len(p.rest)
	for i := 1; i < limit; i++ {
		switch c := p.rest[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '"' && depth == 0 && endsValue(p.rest[i+1:]):
			if last > 0 {
				p.mend(field)
			}
			part := p.rest[1:i]
			p.rest = p.rest[i+1:]
			return part
		case c == '"' && depth == 0:
			last = i
		case c == '\n' && depth <= 0 && startsField(p.rest[i+1:]):
			limit = i
		}
	}
	if last > 0 { // what follows the last quotation mark is no part of the value
		p.mend(field)
		part := p.rest[1:last]
		p.rest = p.rest[last+1:]
		return part
	}
	return p.cut(field, limit)
}

// cut returns a value that is not closed, which ends at limit.
func (p *parser) cut(field string, limit int) string {
	p.mend(field)
	part := strings.TrimRight(p.rest[1:limit], ", \t\r\n\"")
	if strings.Count(part, "{") == strings.Count(part, "}") {
		part = strings.TrimSuffix(part, "}") // it was meant for the value
	}
	p.rest = p.rest[limit:]
	return part
}

func (p *parser) skip(chars string) { p.rest = strings.TrimLeft(p.rest, chars) }

func syntax(format string, args ...any) error {
	return &data.FieldError{Code: "invalid_bibtex", Reason: fmt.Sprintf(format, args...)}
}
