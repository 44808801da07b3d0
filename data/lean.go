package data

import (
	"encoding/json"
	"fmt"
	"slices"
)

// emptyLists are the lists of a valid paper that are empty but not nil where a paper has no value.
// Lean JSON leaves out an empty one, and has null for one that is nil. Other lists, such as Groups, are
// nil where a paper has no value.
var emptyLists = []string{"authors", "featured_days", "categories", "urls", "ai_keywords"}

// AppendLeanJSON appends the JSON object of p that a store keeps: the fields of its JSON that a paper
// may lack are left out where p lacks them, and so are Added, Updated and Sources. It is on one line.
// DecodeLeanJSON reads it.
func AppendLeanJSON(dst []byte, p *Paper) ([]byte, error) {
	dst = append(dst, '{')
	start := len(dst)
	for i := range Fields {
		f := &Fields[i]
		if !f.isKept(p) {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), f.Name...), `":`...)
		if f.isNil(p) {
			dst = append(dst, "null"...)
			continue
		}
		var err error
		if dst, err = f.appendJSON(dst, p); err != nil {
			return nil, fmt.Errorf("paper %s: %s: %w", p.ID, f.Name, err)
		}
	}
	return append(dst, '}'), nil
}

// isKept reports whether the lean JSON of p has the field.
func (f *Field) isKept(p *Paper) bool {
	switch {
	case f.text != nil:
		return *f.text(p) != ""
	case f.list != nil:
		return len(*f.list(p)) > 0 || f.isNil(p)
	case f.number != nil:
		return *f.number(p) != nil
	case f.date != nil:
		return !f.date(p).IsZero()
	case f.days != nil:
		return len(*f.days(p)) > 0 || f.isNil(p)
	}
	return f.Name == "id" || f.Name == "observations" && len(p.Observations) > 0
}

// isNil reports whether the field is a list that is nil but should not be.
func (f *Field) isNil(p *Paper) bool {
	return (f.list != nil && *f.list(p) == nil || f.days != nil && *f.days(p) == nil) && slices.Contains(emptyLists, f.Name)
}

// DecodeLeanJSON returns the paper that AppendLeanJSON wrote. It reads other JSON of a paper too.
func DecodeLeanJSON(b []byte) (Paper, error) {
	lacking := func() Paper {
		return Paper{Authors: []string{}, FeaturedDays: []Date{}, Categories: []string{}, URLs: []string{}, AIKeywords: []string{}}
	}
	p := lacking()
	d := decoder{rest: b}
	if d.paper(&p) && len(d.rest) == 0 {
		return p, nil
	}
	p = lacking()
	err := json.Unmarshal(b, &p)
	return p, err
}

// SameLean reports whether p and q have the same lean JSON. Papers with observations may have it even if
// the result is false.
func SameLean(p, q *Paper) bool {
	if p.ID != q.ID || len(p.Observations) > 0 || len(q.Observations) > 0 {
		return false
	}
	for i := range Fields {
		f := &Fields[i]
		same := true
		switch {
		case f.text != nil:
			same = *f.text(p) == *f.text(q)
		case f.list != nil:
			same = slices.Equal(*f.list(p), *f.list(q))
		case f.number != nil:
			a, b := *f.number(p), *f.number(q)
			same = a == b || a != nil && b != nil && *a == *b
		case f.date != nil:
			same = *f.date(p) == *f.date(q)
		case f.days != nil:
			same = slices.Equal(*f.days(p), *f.days(q))
		}
		if !same || f.isNil(p) != f.isNil(q) {
			return false
		}
	}
	return true
}

// AppendLeanSources appends the JSON array of sources that a store keeps, on one line: members that
// are nil or zero are left out. DecodeSources reads it.
func AppendLeanSources(dst []byte, sources []Provenance) ([]byte, error) {
	dst = append(dst, '[')
	for i := range sources {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = sources[i].AppendLeanJSON(dst); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

// AppendLeanJSON appends p as an element of AppendLeanSources.
func (p *Provenance) AppendLeanJSON(dst []byte) (_ []byte, err error) {
	dst = AppendJSONString(append(dst, `{"source":`...), p.Source)
	dst = AppendJSONString(append(dst, `,"location":`...), p.Location)
	if !p.Fetched.IsZero() {
		if dst, err = AppendJSONValue(append(dst, `,"fetched":`...), p.Fetched); err != nil {
			return nil, err
		}
	}
	if p.Raw != nil {
		if dst, err = AppendJSONValue(append(dst, `,"raw":`...), p.Raw); err != nil {
			return nil, err
		}
	}
	if p.Warnings != nil {
		dst = AppendJSONStrings(append(dst, `,"warnings":`...), p.Warnings)
	}
	return append(dst, '}'), nil
}

// DecodeSources returns the sources whose JSON is b, as json.Unmarshal does. JSON as a store has it,
// of sources without Raw and Warnings, takes a fraction of the time; any other is left to
// json.Unmarshal.
func DecodeSources(b []byte) ([]Provenance, error) {
	d := decoder{rest: b}
	if sources, ok := list(&d, (*decoder).provenance); ok && len(d.rest) == 0 {
		return sources, nil
	}
	var sources []Provenance
	err := json.Unmarshal(b, &sources)
	return sources, err
}

// provenance reads an object with a source, a location and perhaps a time.
func (d *decoder) provenance() (p Provenance, ok bool) {
	if !d.skip(`{"source":`) {
		return p, false
	}
	if p.Source, ok = d.text(); !ok || !d.skip(`,"location":`) {
		return p, false
	}
	if p.Location, ok = d.text(); !ok {
		return p, false
	}
	if d.skip(`,"fetched":`) {
		at, ok := d.raw()
		if !ok || p.Fetched.UnmarshalText(at) != nil {
			return p, false
		}
	}
	return p, d.take('}')
}

// skip skips text if it is next.
func (d *decoder) skip(text string) bool {
	if len(d.rest) < len(text) || string(d.rest[:len(text)]) != text {
		return false
	}
	d.rest = d.rest[len(text):]
	return true
}
