package arxiv

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// wirePaper is a line of the snapshot (kaggle.com/datasets/Cornell-University/arxiv). The first
// editions had lists in place of some strings and objects.
type wirePaper struct {
	ID         wireID        `json:"id"`
	Title      string        `json:"title"`
	Abstract   string        `json:"abstract"`
	Authors    string        `json:"authors"`
	Parsed     [][]string    `json:"authors_parsed"` // last, first, suffix, affiliations
	Categories wireWords     `json:"categories"`
	JournalRef string        `json:"journal-ref"`
	DOI        string        `json:"doi"`
	Versions   []wireVersion `json:"versions"`
}

// wireID is a string, or the number to which a data frame converted it.
type wireID string

func (id *wireID) UnmarshalJSON(b []byte) error {
	switch c := b[0]; {
	case c == '"':
		return format.Decode(b, (*string)(id))
	case '0' <= c && c <= '9':
		*id = wireID(b)
		return nil
	case c == 'n':
		return nil
	}
	return &json.UnmarshalTypeError{Value: "neither string nor number", Type: reflect.TypeFor[string]()}
}

// wireWords is a string of words, or a list of words.
type wireWords []string

func (w *wireWords) UnmarshalJSON(b []byte) error {
	var lists []string
	if b[0] == '[' {
		if err := format.Decode(b, &lists); err != nil {
			return err
		}
	} else {
		var list string
		if err := format.Decode(b, &list); err != nil {
			return err
		}
		lists = []string{list}
	}
	*w = nil
	for _, list := range lists {
		*w = append(*w, strings.Fields(list)...)
	}
	return nil
}

// wireVersion has the number of a version, such as "v1", and the time at which it was submitted.
// The first editions of the snapshot did not have the time.
type wireVersion struct {
	Version string `json:"version"`
	Created string `json:"created"`
}

func (v *wireVersion) UnmarshalJSON(b []byte) error {
	*v = wireVersion{}
	if b[0] == '"' {
		return format.Decode(b, &v.Version)
	}
	type plain wireVersion
	return format.Decode(b, (*plain)(v))
}

// sniffSnapshot looks for names in the first object that only the snapshot has.
func sniffSnapshot(head []byte) bool {
	found := 0
	for key := range format.Members(head) {
		switch key {
		case "authors_parsed":
			return true
		case "journal-ref", "report-no", "submitter", "update_date":
			found++
		}
	}
	return found > 1
}

// readSnapshot yields the papers of one input.
func readSnapshot(_ context.Context, in format.Input) format.Records {
	return format.Each(in, format.Entries(in), func(entry format.Entry) (data.Record, error) {
		r := in.NewRecord(entry.Name(), entry.Number, format.SourceArXiv)
		if entry.TooLong {
			return r, format.ErrTooLong
		}
		var w wirePaper
		err := format.Unmarshal(entry.Text, &w)
		if err != nil {
			r.Paper.ID = data.ID(w.ID)
			return r, err
		}
		m := w.metadata()
		if id, repaired := format.RepairNumber(m.ID); repaired {
			m.ID = format.Keep(&r, "id", m.ID, id)
			format.Warn(&r, format.WarnIDRepaired)
		}
		return r, adapt(&r, m)
	})
}

func (w wirePaper) metadata() metadata {
	m := metadata{
		ID: string(w.ID), Title: w.Title, Abstract: w.Abstract, JournalRef: w.JournalRef, DOI: w.DOI,
		Categories: w.Categories, Said: w.Authors,
	}
	for _, parts := range w.Parsed {
		name := [3]string{}
		copy(name[:], parts)
		switch last, first, suffix := name[0], name[1], name[2]; {
		case data.IsEtAl(last):
			m.Incomplete = true
		case suffix == "":
			m.Authors = append(m.Authors, first+" "+last)
		default:
			m.Authors = append(m.Authors, first+" "+last+" "+suffix)
		}
	}
	if len(w.Parsed) == 0 {
		m.Authors, m.Incomplete = splitNames(w.Authors)
	}
	for _, v := range w.Versions {
		if m.Submitted == "" || v.Version == "v1" {
			m.Submitted, m.Unsure = v.Created, v.Version != "v1"
		}
	}
	return m
}
