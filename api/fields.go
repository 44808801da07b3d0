package api

import (
	"encoding/json"
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
var PaperFieldNames = data.FieldNames()

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
	var extra []data.Member
	if slices.Contains(p.Fields, fieldProvenance) {
		extra = append(extra, data.Member{Name: fieldProvenance, Value: p.Explanation.Fields})
	}
	if slices.Contains(p.Fields, fieldWarnings) {
		extra = append(extra, data.Member{Name: fieldWarnings, Value: p.Explanation.Warnings})
	}
	return data.AppendJSON(nil, &p.Paper, p.chosen(), extra...)
}

// MarshalJSON writes the chosen fields in the order of PaperFieldNames.
func (p PaperFields) MarshalJSON() ([]byte, error) {
	return data.AppendJSON(nil, &p.Paper, p.chosen())
}

func (p *PaperFields) chosen() []string {
	if p.Fields == nil {
		return defaultFields
	}
	return p.Fields
}

// UnmarshalJSON reads the fields that are there.
func (p *PaperFields) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &p.Paper) }
