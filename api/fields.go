package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"paperboy/data"
)

// PaperFields is a paper of which only chosen fields are written as JSON. The
// Paper itself is whole, but for Sources, which are there only if chosen.
type PaperFields struct {
	data.Paper
	// Fields names what is written, by PaperFieldNames; nil: all but sources.
	Fields []string
}

// PaperFieldNames are the fields of a paper in their order.
var PaperFieldNames = []string{"id", "title", "abstract", "authors", "author_count", "date", "featured", "upvotes", "comments", "categories", "venue", "doi", "urls", "added", "updated", "sources"}

var defaultFields = PaperFieldNames[:len(PaperFieldNames)-1]

// The fields of one paper that say where the others come from.
const (
	fieldProvenance = "provenance"
	fieldWarnings   = "warnings"
)

// explainedFields are what GET /papers/{id} has of a paper.
var explainedFields = append(slices.Clone(PaperFieldNames), fieldProvenance, fieldWarnings)

// ExplainedPaper is the answer to GET /papers/{id}: a paper and, where the fields
// have them, its provenance field by field and its sources' warnings.
type ExplainedPaper struct {
	PaperFields
	Explanation data.Explanation
}

// MarshalJSON writes the chosen fields of both.
func (p ExplainedPaper) MarshalJSON() ([]byte, error) {
	b, err := p.PaperFields.MarshalJSON()
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		name  string
		value any
	}{{fieldProvenance, p.Explanation.Fields}, {fieldWarnings, p.Explanation.Warnings}} {
		if !slices.Contains(p.Fields, part.name) {
			continue
		}
		value, err := marshal(part.value)
		if err != nil {
			return nil, fmt.Errorf("paper %s: %s: %w", p.ID, part.name, err)
		}
		b = b[:len(b)-1]
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, "%q:%s}", part.name, bytes.TrimSpace(value))
	}
	return b, nil
}

// MarshalJSON writes the chosen fields in the order of PaperFieldNames.
func (p PaperFields) MarshalJSON() ([]byte, error) {
	chosen := p.Fields
	if chosen == nil {
		chosen = defaultFields
	}
	var b bytes.Buffer
	values := json.NewEncoder(&b)
	values.SetEscapeHTML(false)
	b.WriteByte('{')
	for _, name := range PaperFieldNames {
		if !slices.Contains(chosen, name) {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", name)
		if err := values.Encode(p.field(name)); err != nil {
			return nil, fmt.Errorf("paper %s: %s: %w", p.ID, name, err)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads the fields that are there.
func (p *PaperFields) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &p.Paper) }

func (p *PaperFields) field(name string) any {
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
	case "sources":
		return wholeSources(p.Sources)
	}
	panic("api: no such field: " + name)
}

// wholeSources are sources without nulls.
func wholeSources(sources []data.Provenance) []data.Provenance {
	whole := make([]data.Provenance, len(sources))
	for i, s := range sources {
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
