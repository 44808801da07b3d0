// Package fields reduces papers to the fields that a request asks for.
//
// A request names fields ([Param]), a use case reads what they need from the store ([LookUp],
// [Reduce]), and the answer has only those fields ([Paper]).
package fields

import (
	"context"
	"encoding/json"
	"slices"

	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/store"
)

// Names are the names of the fields of a paper, in the order in which they are written.
var Names = data.FieldNames()

// Fields that an answer has only if they are requested. sources is also read from the store only
// then.
const (
	sources      = "sources"
	observations = "observations"
)

// Default are the fields that are written if a request names none: all except observations and
// sources.
var Default = slices.DeleteFunc(slices.Clone(Names), func(name string) bool { return name == sources || name == observations })

// Fields that only the answer about a single paper can have. They say where its other fields come
// from.
const (
	Provenance = "provenance"
	Warnings   = "warnings"
)

// ExplainedNames are the names of the fields of an [Explained].
var ExplainedNames = append(slices.Clone(Names), Provenance, Warnings)

// Paper is a paper whose JSON has only the chosen fields. The Go value has all fields, except that
// it has Observations and Sources only if they are chosen.
type Paper struct {
	data.Paper
	// Fields are the names of the chosen fields; nil means Default.
	Fields []string
}

// Choose returns p with the chosen fields; nil means Default. p has its sources if they are chosen.
func Choose(p data.Paper, names []string) Paper {
	if !slices.Contains(names, observations) {
		p.Observations = nil
	}
	return Paper{Paper: p, Fields: names}
}

// MarshalJSON writes the chosen fields in the order of Names.
func (p Paper) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil) }

// AppendJSON appends what MarshalJSON returns.
func (p *Paper) AppendJSON(dst []byte) ([]byte, error) {
	return data.AppendJSON(dst, &p.Paper, p.chosen())
}

// UnmarshalJSON reads the fields that are present.
func (p *Paper) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &p.Paper) }

func (p *Paper) chosen() []string {
	if p.Fields == nil {
		return Default
	}
	return p.Fields
}

// Explained is a paper with its explanation. Its JSON has the provenance of each field and the
// warnings of the sources if Fields names them.
type Explained struct {
	Paper
	Explanation data.Explanation
}

// MarshalJSON writes the chosen fields of the paper, then those of the explanation.
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

// Param makes a parameter for the fields of papers.
func Param[T any](field func(*T) *[]string) params.Param[T] {
	return params.List("fields", "Which of a paper's fields, separated by commas. Default: all but observations and sources.", Names, field)
}

// LookUp reads papers from the store by number, with their sources if names includes them. It
// leaves out papers that the store does not have.
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
		reduced[n] = Choose(WithLocations(ctx, p), names)
	}
	return reduced, nil
}

// Reduce returns p with the chosen fields. p was read without its sources; if names includes them,
// Reduce reads it again with them. The error wraps store.ErrNotFound if the paper was deleted.
func Reduce(ctx context.Context, papers store.Store, p data.Paper, names []string) (Paper, error) {
	if wantSources(names) {
		whole, _, err := papers.Paper(ctx, p.ID)
		if err != nil {
			return Paper{}, err
		}
		p = whole
	}
	return Choose(WithLocations(ctx, p), names), nil
}

func wantSources(names []string) bool { return slices.Contains(names, sources) }
