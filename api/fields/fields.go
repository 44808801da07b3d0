// Package fields reduces papers to the fields that a caller asked for.
//
// A request names fields ([Param]), a use case looks papers up with as much as these need
// ([LookUp], [Reduce]), and the answer writes no others ([Paper]).
package fields

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/store"
)

// Names are the fields of a paper, in the order in which they are written.
var Names = []string{"id", "title", "abstract", "authors", "author_count", "date", "featured", "upvotes", "comments", "categories", "venue", "doi", "urls", "added", "updated", sources}

// sources is the field that is read from the store only if somebody wants it.
const sources = "sources"

// Default are the fields that are written unless others are asked for.
var Default = Names[:len(Names)-1]

// Fields that only the answer about one paper has: where the other fields come from.
const (
	Provenance = "provenance"
	Warnings   = "warnings"
)

// ExplainedNames are the fields of an [Explained].
var ExplainedNames = append(slices.Clone(Names), Provenance, Warnings)

// Paper is a paper that is written with the chosen fields only. All fields of the Go value are
// there, except Sources, which are there only if chosen.
type Paper struct {
	data.Paper
	// Fields are the names of the fields that are written; nil: Default.
	Fields []string
}

// MarshalJSON writes the chosen fields in the order of Names.
func (p Paper) MarshalJSON() ([]byte, error) {
	o := newObject()
	p.write(o)
	return o.bytes(p.ID)
}

// UnmarshalJSON reads the fields that are there.
func (p *Paper) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &p.Paper) }

func (p *Paper) write(o *object) {
	chosen := p.Fields
	if chosen == nil {
		chosen = Default
	}
	for _, name := range Names {
		if slices.Contains(chosen, name) {
			o.add(name, p.field(name))
		}
	}
}

// Annotated is a paper with a reader's note, which is one more field unless it is empty.
type Annotated struct {
	Paper
	Note string
}

// MarshalJSON writes the chosen fields, then the note.
func (p Annotated) MarshalJSON() ([]byte, error) {
	o := newObject()
	p.write(o)
	if p.Note != "" {
		o.add("note", p.Note)
	}
	return o.bytes(p.ID)
}

// Explained is a paper and, if its fields have them, its provenance field by field and the
// warnings of its sources.
type Explained struct {
	Paper
	Explanation data.Explanation
}

// MarshalJSON writes the chosen fields of both.
func (p Explained) MarshalJSON() ([]byte, error) {
	o := newObject()
	p.write(o)
	if slices.Contains(p.Fields, Provenance) {
		o.add(Provenance, p.Explanation.Fields)
	}
	if slices.Contains(p.Fields, Warnings) {
		o.add(Warnings, p.Explanation.Warnings)
	}
	return o.bytes(p.ID)
}

// object writes a JSON object field by field, in order.
type object struct {
	b      bytes.Buffer
	values *json.Encoder
	err    error
}

func newObject() *object {
	o := new(object)
	o.values = json.NewEncoder(&o.b)
	o.values.SetEscapeHTML(false)
	o.b.WriteByte('{')
	return o
}

func (o *object) add(name string, value any) {
	if o.err != nil {
		return
	}
	if o.b.Len() > 1 {
		o.b.WriteByte(',')
	}
	fmt.Fprintf(&o.b, "%q:", name)
	if err := o.values.Encode(value); err != nil {
		o.err = fmt.Errorf("%s: %w", name, err)
	}
}

func (o *object) bytes(id data.ID) ([]byte, error) {
	if o.err != nil {
		return nil, fmt.Errorf("paper %s: %w", id, o.err)
	}
	o.b.WriteByte('}')
	return o.b.Bytes(), nil
}

func (p *Paper) field(name string) any {
	switch name {
	case "id":
		return p.ID
	case "title":
		return p.Title
	case "abstract":
		return p.Abstract
	case "authors":
		return p.Authors
	case "author_count":
		return p.AuthorCount
	case "date":
		return p.Date
	case "featured":
		return p.Featured
	case "upvotes":
		return p.Upvotes
	case "comments":
		return p.Comments
	case "categories":
		return p.Categories
	case "venue":
		return p.Venue
	case "doi":
		return p.DOI
	case "urls":
		return p.URLs
	case "added":
		return p.Added
	case "updated":
		return p.Updated
	case sources:
		return wholeSources(p.Sources)
	}
	panic("api: no such field: " + name)
}

// wholeSources returns sources without nulls.
func wholeSources(from []data.Provenance) []data.Provenance {
	whole := make([]data.Provenance, len(from))
	for i, s := range from {
		if s.Raw == nil {
			s.Raw = map[string]string{}
		}
		if s.Warnings == nil {
			s.Warnings = []string{}
		}
		whole[i] = s
	}
	return whole
}

// Param lets a caller choose the fields of papers.
func Param[T any](field func(*T) *[]string) params.Param[T] {
	return params.List("fields", "Which of a paper's fields, separated by commas. Default: all but sources.", Names, field)
}

// LookUp reads papers by number, with their sources if names has them. Papers that the store
// does not have are left out.
func LookUp(ctx context.Context, papers store.Store, numbers []data.Number, names []string) (map[data.Number]Paper, error) {
	read := papers.Papers
	if wantSources(names) {
		read = papers.PapersWithSources
	}
	found, err := read(ctx, numbers)
	if err != nil {
		return nil, err
	}
	reduced := make(map[data.Number]Paper, len(found))
	for n, p := range found {
		reduced[n] = Paper{Paper: p, Fields: names}
	}
	return reduced, nil
}

// Reduce chooses the fields of a paper that was read without its sources. It reads them if
// names has them; the error then wraps store.ErrNotFound if the paper is gone.
func Reduce(ctx context.Context, papers store.Store, p data.Paper, names []string) (Paper, error) {
	if wantSources(names) {
		whole, _, err := papers.Paper(ctx, p.ID)
		if err != nil {
			return Paper{}, err
		}
		p = whole
	}
	return Paper{Paper: p, Fields: names}, nil
}

func wantSources(names []string) bool { return slices.Contains(names, sources) }

// JSON is json.Marshal that leaves <, > and & readable, with a line feed after the value.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return b.Bytes(), nil
}
