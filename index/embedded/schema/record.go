package schema

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// NoTime is an unknown time, NoCount an unknown number of upvotes or comments.
const (
	NoTime  = math.MinInt64
	NoCount = -1
)

// Record is what is kept of one paper besides the words of its title and abstract.
type Record struct {
	Number         data.Number
	Tokens         uint32 // in title and abstract: the words of the paper must add up to it
	Date           Period
	Signals        index.Signals // its upvotes are in upvotes
	authorCount    int32         // 0 where unknown
	upvotes        int32
	comments       int32
	added, updated int64 // UnixNano
	Values         [ValueFacets][]string
	Start, head    string // analysis.TitleStart and analysis.TitleHead of the title
	venue          string
	ids            []string // the paper's id, "doi:" and its DOI, and that of its citation key, in lower case
}

// NewRecord returns the record of p, except for its number of tokens.
func NewRecord(n data.Number, p *data.Paper) Record {
	r := Record{
		Number:   n,
		Date:     newPeriod(p.Date),
		Signals:  index.NewSignals(p),
		upvotes:  count(p.Upvotes),
		comments: count(p.Comments),
		added:    Nanos(p.Added),
		updated:  Nanos(p.Updated),
		Start:    analysis.TitleStart(p.Title),
		head:     analysis.TitleHead(p.Title),
		venue:    p.Venue,
		ids:      []string{strings.ToLower(string(p.ID))},
	}
	if p.DOI != "" {
		r.ids = append(r.ids, "doi:"+strings.ToLower(p.DOI))
	}
	if p.CitationKey != "" {
		r.ids = append(r.ids, string(data.CitationKeyID(p.CitationKey)))
	}
	if p.AuthorCount != nil {
		r.authorCount = int32(min(max(*p.AuthorCount, 0), math.MaxInt32))
	}
	for i := range r.Values {
		r.Values[i] = ValueFacet(i).Values(p)
	}
	return r
}

func count(v *int) int32 {
	if v == nil {
		return NoCount
	}
	return int32(min(max(*v, 0), math.MaxInt32))
}

// Nanos returns t in nanoseconds since 1970, or NoTime if t is zero.
func Nanos(t time.Time) int64 {
	if t.IsZero() {
		return NoTime
	}
	return t.UnixNano()
}

// Encode packs r.
func (r Record) Encode() []byte {
	b := binary.AppendUvarint(nil, uint64(r.Number))
	b = binary.AppendUvarint(b, uint64(r.Tokens))
	b = binary.AppendVarint(b, int64(r.Date.First))
	b = binary.AppendUvarint(b, uint64(r.Date.Days))
	b = AppendSignals(b, &r.Signals)
	for _, v := range []int64{int64(r.authorCount), int64(r.upvotes), int64(r.comments), r.added, r.updated} {
		b = binary.AppendVarint(b, v)
	}
	for _, list := range append(r.Values[:], r.ids) {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = appendText(b, s)
		}
	}
	for _, s := range []string{r.Start, r.head, r.venue} {
		b = appendText(b, s)
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// ErrColumns means that a record is not what Encode wrote.
var ErrColumns = errors.New("columns are damaged")

// decoder reads what Encode wrote. Where the bytes are damaged, it returns zeros and IsBad.
type decoder struct {
	b   []byte
	bad bool
}

// NewDecoder returns a decoder of a record.
func NewDecoder(packed []byte) *decoder { return &decoder{b: packed} }

// AtEnd reports whether everything was read and nothing was damaged.
func (d *decoder) AtEnd() bool { return !d.bad && len(d.b) == 0 }

// IsBad reports whether damage was found.
func (d *decoder) IsBad() bool { return d.bad }

// pass skips n bytes, or the rest if n says that no number was there.
func (d *decoder) pass(n int) {
	if n <= 0 {
		d.bad, n = true, len(d.b)
	}
	d.b = d.b[n:]
}

// Uint reads an unsigned number.
func (d *decoder) Uint() uint64 {
	v, n := binary.Uvarint(d.b)
	d.pass(n)
	return v
}

// Int reads a signed number.
func (d *decoder) Int() int64 {
	v, n := binary.Varint(d.b)
	d.pass(n)
	return v
}

// Bytes reads a string. The result is valid as long as the buffer is.
func (d *decoder) Bytes() []byte {
	n := d.Uint()
	if n > uint64(len(d.b)) {
		d.bad, n = true, uint64(len(d.b))
	}
	v := d.b[:n]
	d.b = d.b[n:]
	return v
}

// Period reads a Period.
func (d *decoder) Period() Period { return Period{int32(d.Int()), uint16(d.Uint())} }

// ValueFacets is the number of facets without fixed buckets. A record holds their values in
// the order of index.FacetTable, so a change of that order is a change of the layout.
const ValueFacets = len(index.FacetTable) - index.FixedFacets

// ValueFacet returns the i-th facet without fixed buckets.
func ValueFacet(i int) *index.FacetInfo { return &index.FacetTable[index.FixedFacets+i] }

// The places of those facets that mean more than their values: authors are searched by name,
// and a category includes the categories below it.
const (
	Authors = iota
	Categories
	Venues
)
