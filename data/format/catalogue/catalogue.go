// Package catalogue reads the JSON of catalogues that have no package of their own: Europe PMC,
// DBLP, INSPIRE, DataCite, Zenodo and others. An input is a response of an API with a list of
// records, several responses, a single record, an array of records, or one record per line.
//
// Each catalogue is a row of a table (literature.go, repositories.go, collections.go): the keys by
// which its records are recognized, where the lists are in its responses, and where a record has
// the fields of a paper. adapt.go has what a table can't say. Package anyjson turns the values
// into a record, whatever their shape.
package catalogue

import (
	"bufio"
	"context"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
)

// catalogue says how to read the records of one catalogue.
type catalogue struct {
	// name is the name of the catalogue for people, source its name in provenance.
	name, source string
	// lists are the paths of the lists of records in responses. ownList says that no other
	// catalogue has such a list, so that it identifies the catalogue even if it is empty.
	lists   []string
	ownList bool
	// record has alternative paths of the record within an entry; "" is the entry itself.
	record []string
	// marks are keys of records, of which at least min are in each. Each of sure is in no
	// other catalogue.
	sure, marks []string
	min         int
	layout      anyjson.Layout
	// prepare corrects the values before they are read. It may be nil, and may return
	// format.ErrSkip for an entry that is not a paper.
	prepare func(s *anyjson.Stated, entry anyjson.Value) error
	// complete adds to the record what the layout can't say. It may be nil.
	complete func(r *data.Record, entry anyjson.Value)
}

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	r := reader{slices.Concat(literature(), repositories(), collections())}
	names := make([]string, len(r.catalogues))
	for i, c := range r.catalogues {
		names[i] = c.name
	}
	return format.Format{Name: "catalogue-json", Title: "JSON of " + strings.Join(names, ", "), Sniff: r.sniff, Read: r.read}
}

// reader reads the JSON of any of the catalogues.
type reader struct{ catalogues []catalogue }

func (r reader) sniff(head []byte) bool { return r.find(head) != nil }

// find returns the catalogue whose records the first bytes of an input have, or nil.
func (r reader) find(head []byte) *catalogue {
	for i := range r.catalogues {
		if c := &r.catalogues[i]; c.hasResponse(head) {
			return c
		}
	}
	for i := range r.catalogues {
		if c := &r.catalogues[i]; c.hasRecord(head) {
			return c
		}
	}
	return nil
}

// hasResponse reports whether head begins with a response of the catalogue.
func (c *catalogue) hasResponse(head []byte) bool {
	for _, path := range c.lists {
		list, found := within(head, path)
		if found && len(list) > 0 && list[0] == '[' && (c.ownList || c.hasRecord(list)) {
			return true
		}
	}
	return false
}

// within returns the beginning of the value at a path in the first object of head.
func within(head []byte, path string) (value []byte, found bool) {
	value = head
	for key := range strings.SplitSeq(path, ".") {
		found = false
		for name, member := range format.Members(value) {
			if name == key {
				value, found = member, true
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	return value, true
}

// hasRecord reports whether the first object of head, which may be cut off, is a record.
func (c *catalogue) hasRecord(head []byte) bool {
	for _, path := range c.record {
		if record, found := within(head, path); found && len(record) > 0 && record[0] == '{' && c.isMarked(keysOf(record)) {
			return true
		}
	}
	return c.isMarked(keysOf(head))
}

func keysOf(head []byte) []string {
	var keys []string
	for key := range format.Members(head) {
		keys = append(keys, key)
	}
	return keys
}

// isMarked reports whether keys are those of a record of the catalogue.
func (c *catalogue) isMarked(keys []string) bool {
	n := 0
	for _, key := range keys {
		if slices.Contains(c.sure, key) {
			return true
		}
		if slices.Contains(c.marks, key) {
			n++
		}
	}
	return c.min > 0 && n >= c.min
}

// read yields the records of one input. An entry of another catalogue than that of the first is
// read as one of the other.
func (r reader) read(_ context.Context, in format.Input) format.Records {
	buffered := bufio.NewReaderSize(in, format.SniffLen)
	in.Reader = buffered
	head, _ := buffered.Peek(format.SniffLen)
	first := r.find(head)
	if first == nil {
		first = &r.catalogues[0]
	}
	return format.OrNone(in, format.Each(in, format.ResponseEntries(in, first.lists...), func(entry format.Entry) (data.Record, error) {
		if entry.TooLong {
			return in.NewRecord(entry.Name(), entry.Number, first.source), format.ErrTooLong
		}
		c := first
		v, isMarked := c.recordOf(entry.Text)
		if !isMarked {
			if other := r.find(entry.Text); other != nil {
				c = other
				v, _ = c.recordOf(entry.Text)
			}
		}
		record := in.NewRecord(entry.Name(), entry.Number, c.source)
		if err := anyjson.Each(entry.Text, func([]byte, anyjson.Value) {}); err != nil {
			return record, err
		}
		return record, c.adapt(&record, v)
	}))
}

// recordOf returns the record in an entry, and whether it has the marks of the catalogue. The entries
// of its own list may have few members and no marks.
func (c *catalogue) recordOf(entry anyjson.Value) (record anyjson.Value, isMarked bool) {
	for _, path := range append(c.record, "") {
		v := anyjson.At(path).First(entry)
		var keys []string
		for key := range v.Members() {
			keys = append(keys, key)
		}
		if c.isMarked(keys) {
			return v, true
		}
		if record == nil && v.Kind() == anyjson.Object {
			record = v
		}
	}
	return record, false
}

// adapt fills a record.
func (c *catalogue) adapt(r *data.Record, v anyjson.Value) error {
	stated := c.layout.Find(v)
	if c.prepare != nil {
		if err := c.prepare(&stated, v); err != nil {
			return err
		}
	}
	stated.Fill(r)
	if doi, ok := strings.CutPrefix(string(r.Paper.ID), data.SchemeDOI+":"); ok && r.Paper.DOI == "" {
		r.Paper.DOI = doi
	}
	if c.complete != nil {
		c.complete(r, v)
	}
	if r.Paper.Title == "" {
		return format.ErrNoTitle("title in the record of " + c.name)
	}
	return nil
}
