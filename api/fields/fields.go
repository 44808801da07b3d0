// Package fields reduces papers to the fields that a caller asked for.
//
// A request names fields ([Param]), a use case looks papers up with as much as these need
// ([LookUp], [Reduce]), and the answer writes no others ([Paper]).
package fields

import (
	"context"
	"encoding/json"
	"slices"

	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/store"
)

// Names are the fields of a paper, in the order in which they are written.
var Names = data.FieldNames()

// sources is the field that is read from the store only if somebody wants it; it is the last.
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
func (p Paper) MarshalJSON() ([]byte, error) { return data.AppendJSON(nil, &p.Paper, p.chosen()) }

// UnmarshalJSON reads the fields that are there.
func (p *Paper) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &p.Paper) }

func (p *Paper) chosen() []string {
	if p.Fields == nil {
		return Default
	}
	return p.Fields
}

// Explained is a paper and, if its fields have them, its provenance field by field and the
// warnings of its sources.
type Explained struct {
	Paper
	Explanation data.Explanation
}

// MarshalJSON writes the chosen fields of both.
func (p Explained) MarshalJSON() ([]byte, error) {
	var extra []data.Member
	if slices.Contains(p.Fields, Provenance) {
		extra = append(extra, data.Member{Name: Provenance, Value: p.Explanation.Fields})
	}
	if slices.Contains(p.Fields, Warnings) {
		extra = append(extra, data.Member{Name: Warnings, Value: p.Explanation.Warnings})
	}
	return data.AppendJSON(nil, &p.Paper.Paper, p.chosen(), extra...)
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
