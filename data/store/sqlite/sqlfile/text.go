package sqlfile

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"reflect"
	"sync"

	"modernc.org/sqlite"

	"paperboy/data"
	"paperboy/data/store/sqlite/pack"
)

// A row of papers or records holds its text in one of two ways:
//
//   - packed, since schema 10: the column packed has the lean JSON of the paper and, after a newline,
//     that of its sources, compressed by package pack. The columns paper and sources are empty.
//   - plain: packed is NULL, and the columns paper and sources have the whole JSON of each. So do the
//     rows of older schemas until they are packed (fillpacked.go), damaged rows even then, and
//     placeholders.
//
// Reads select coalesce(packed, paper), which is the stored text of a row. Its first byte tells the
// two apart. The checksum of a row covers the stored text, so it is verified before it is unpacked.
//
// 393,781 papers with 415 MB of titles and abstracts took 1,120 MB, 2.70 times as much, in plain rows:
// 921 MB the papers (684 MB of payload, of which 606 MB JSON and 58 MB sources; 231 MB unused, since
// only two rows fit a page), 129 MB the records (76 MB of origins, 24 MB of own papers), 40 MB the ids,
// and 29 MB the indexes. Packed they take 490 MB, 1.18 times as much: 390, 37, 36 and 26 MB.

// A Text is the text of a paper in the packed way.
type Text struct {
	paper  *data.Paper
	Packed []byte
}

// buffers holds buffers for texts that are packed, as *[]byte.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// PackText returns the text of a paper. It contains the paper's Sources, but neither Added nor
// Updated, which have columns.
func PackText(p *data.Paper) (Text, error) {
	packed, err := packed(p, p.Sources)
	return Text{p, packed}, err
}

// packed returns the packed text of a paper with sources.
func packed(p *data.Paper, sources []data.Provenance) ([]byte, error) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	text, err := data.AppendLeanJSON((*buffer)[:0], p)
	if err != nil {
		return nil, err
	}
	if text, err = data.AppendLeanSources(append(text, '\n'), sources); err != nil {
		return nil, err
	}
	*buffer = text
	return pack.Pack(text), nil
}

// hasText reports whether the lean JSON of a record's paper is that of the text.
func (t Text) hasText(p *data.Paper) bool {
	if data.SameLean(p, t.paper) {
		return true
	}
	if len(p.Observations) == 0 || len(t.paper.Observations) == 0 {
		return false
	}
	a, err := data.AppendLeanJSON(nil, p)
	if err != nil {
		return false
	}
	b, err := data.AppendLeanJSON(nil, t.paper)
	return err == nil && bytes.Equal(a, b)
}

// hasOrigin reports whether the first source in the text is from.
func (t Text) hasOrigin(from *data.Provenance) bool {
	return len(t.paper.Sources) > 0 && reflect.DeepEqual(&t.paper.Sources[0], from)
}

// PackRecord returns the column origin of a record of a paper with the text of, and own, the column
// packed. own is nil if the record's paper is that of the text, as it is for a paper with one record:
// otherwise most of the file would be in it twice. For the same reason origin lacks the record's Origin
// if it is the first source in the stored text.
func PackRecord(r *data.Record, of Text) (origin string, own []byte, err error) {
	isKnown := true
	if !of.hasText(&r.Paper) {
		if own, err = packed(&r.Paper, []data.Provenance{r.Origin}); err != nil {
			return "", nil, err
		}
	} else {
		isKnown = of.hasOrigin(&r.Origin)
	}
	column, err := appendOrigin(nil, r, isKnown)
	return string(column), own, err
}

// appendOrigin appends the column origin of a record, without its Origin if that is known. Aliases are
// left out if there are none, unless they are nil.
func appendOrigin(dst []byte, r *data.Record, isKnown bool) (_ []byte, err error) {
	dst = append(dst, '{')
	start := len(dst)
	name := func(name string) {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), name...), `":`...)
	}
	if r.Aliases == nil {
		name("aliases")
		dst = append(dst, "null"...)
	} else if len(r.Aliases) > 0 {
		name("aliases")
		if dst, err = data.AppendJSONValue(dst, r.Aliases); err != nil {
			return nil, err
		}
	}
	if !isKnown {
		name("origin")
		if dst, err = r.Origin.AppendLeanJSON(dst); err != nil {
			return nil, err
		}
	}
	if r.Entry != "" {
		name("entry")
		dst = data.AppendJSONString(dst, r.Entry)
	}
	if len(r.Paper.Sources) > 0 {
		name("sources")
		if dst, err = data.AppendLeanSources(dst, r.Paper.Sources); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// originJSON is the column origin: a data.Record without its paper.
type originJSON struct {
	Aliases []data.ID `json:"aliases"`
	// Origin is nil if it is the first source in the stored text.
	Origin *data.Provenance `json:"origin"`
	Entry  string           `json:"entry"`
	// Sources are those of the record's paper.
	Sources []data.Provenance `json:"sources"`
}

// ReadRecord returns a record from its column origin and its stored text.
func ReadRecord(origin, stored []byte) (data.Record, error) {
	o := originJSON{Aliases: []data.ID{}}
	if err := json.Unmarshal(origin, &o); err != nil {
		return data.Record{}, err
	}
	paper, sources, err := splitText(stored)
	if err != nil {
		return data.Record{}, err
	}
	p, err := readText(paper, sources)
	if err != nil {
		return data.Record{}, err
	}
	p.Complete()
	p.Sources = append([]data.Provenance{}, o.Sources...)
	r := data.Record{Paper: p, Aliases: o.Aliases, Entry: o.Entry}
	if o.Origin != nil {
		r.Origin = *o.Origin
		return r, nil
	}
	all, err := data.DecodeSources(sources)
	if err == nil && len(all) == 0 {
		err = errNoSources
	}
	if err == nil {
		r.Origin = all[0]
	}
	return r, err
}

// readText decodes the JSON of a paper, which is lean if there is one of sources.
func readText(paper, sources []byte) (data.Paper, error) {
	if sources != nil {
		return data.DecodeLeanJSON(paper)
	}
	return data.DecodeJSON(paper)
}

// splitText returns the JSON of a paper and of its sources from a stored text. sources is nil for a
// plain text.
func splitText(stored []byte) (paper, sources []byte, err error) {
	if !pack.Is(stored) {
		return stored, nil, nil
	}
	text, err := pack.Unpack(stored)
	if err != nil {
		return nil, nil, err
	}
	paper, sources, ok := bytes.Cut(text, []byte("\n"))
	if !ok {
		return nil, nil, errNoSources
	}
	return paper, sources, nil
}

var errNoSources = errors.New("its text has no sources")

// IDOf returns the SQL expression for the id in the stored text of a row of papers, which is NULL if
// that cannot be read. table is the name of the table in the query.
func IDOf(table string) string { return "paperboy_id(" + storedOf(table) + ")" }

// storedOf returns the SQL expression for the stored text of a row.
func storedOf(table string) string { return "coalesce(" + table + ".packed, " + table + ".paper)" }

// registerID registers the function of IDOf. The driver registers functions for the whole process.
var registerID = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction("paperboy_id", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		var stored []byte
		switch text := args[0].(type) {
		case string:
			stored = []byte(text)
		case []byte:
			stored = text
		}
		if id := idIn(stored); id != "" {
			return string(id), nil
		}
		return nil, nil
	})
})

// idIn returns the id in a stored text, or "" if it cannot be read.
func idIn(stored []byte) data.ID {
	paper, sources, err := splitText(stored)
	if err != nil {
		return ""
	}
	if rest, ok := bytes.CutPrefix(paper, []byte(`{"id":"`)); ok && sources != nil {
		if end := bytes.IndexAny(rest, `"\\`); end >= 0 && rest[end] == '"' {
			return data.ID(rest[:end])
		}
	}
	p, err := data.DecodeJSON(paper)
	if err != nil {
		return ""
	}
	return p.ID
}

// Texts returns the columns of the texts of a row. packed is nil for a plain row.
func (r *Row) Texts() (paper, sources string, packed any) {
	if pack.Is(r.Stored) {
		return "", "", r.Stored
	}
	return string(r.Stored), string(r.Sources), nil
}
