package embedded

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// noTime is an unknown time, noCount an unknown upvote or comment count.
const (
	noTime  = math.MinInt64
	noCount = -1
)

// record is one paper's columns.
type record struct {
	number         data.Number
	tokens         uint32 // in title and abstract: a lane's postings must add up to it
	date, featured period
	authorCount    int32 // 0 where unknown
	upvotes        int32
	comments       int32
	added, updated int64 // UnixNano
	values         [valueFacets][]string
	start, head    string // analysis.TitleStart and analysis.TitleHead of the title
}

func newRecord(n data.Number, p *data.Paper) record {
	r := record{
		number:   n,
		date:     newPeriod(p.Date),
		featured: newPeriod(p.Featured),
		upvotes:  count(p.Upvotes),
		comments: count(p.Comments),
		added:    nanos(p.Added),
		updated:  nanos(p.Updated),
		start:    analysis.TitleStart(p.Title),
		head:     analysis.TitleHead(p.Title),
	}
	if p.AuthorCount != nil {
		r.authorCount = int32(min(max(*p.AuthorCount, 0), math.MaxInt32))
	}
	for i := range r.values {
		r.values[i] = valueFacet(i).Values(p)
	}
	return r
}

func count(v *int) int32 {
	if v == nil {
		return noCount
	}
	return int32(min(max(*v, 0), math.MaxInt32))
}

func nanos(t time.Time) int64 {
	if t.IsZero() {
		return noTime
	}
	return t.UnixNano()
}

func (r record) encode() []byte {
	b := binary.AppendUvarint(nil, uint64(r.number))
	b = binary.AppendUvarint(b, uint64(r.tokens))
	for _, p := range []period{r.date, r.featured} {
		b = binary.AppendVarint(b, int64(p.first))
		b = binary.AppendUvarint(b, uint64(p.span))
	}
	for _, v := range []int64{int64(r.authorCount), int64(r.upvotes), int64(r.comments), r.added, r.updated} {
		b = binary.AppendVarint(b, v)
	}
	for _, list := range r.values {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = binary.AppendUvarint(b, uint64(len(s)))
			b = append(b, s...)
		}
	}
	for _, s := range []string{r.start, r.head} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

var errColumns = errors.New("columns are damaged")

// decoder reads what encode wrote. After damage it returns zeros and is bad.
type decoder struct {
	b   []byte
	bad bool
}

func newDecoder(packed []byte) *decoder { return &decoder{b: packed} }

// atEnd reports whether everything was read, and nothing was damaged.
func (d *decoder) atEnd() bool { return !d.bad && len(d.b) == 0 }

// isBad reports whether damage was found.
func (d *decoder) isBad() bool { return d.bad }

// pass goes n bytes on, or to the end where there was no number.
func (d *decoder) pass(n int) {
	if n <= 0 {
		d.bad, n = true, len(d.b)
	}
	d.b = d.b[n:]
}

func (d *decoder) unsigned() uint64 {
	v, n := binary.Uvarint(d.b)
	d.pass(n)
	return v
}

func (d *decoder) signed() int64 {
	v, n := binary.Varint(d.b)
	d.pass(n)
	return v
}

// value is valid as long as the buffer is.
func (d *decoder) value() []byte {
	n := d.unsigned()
	if n > uint64(len(d.b)) {
		d.bad, n = true, uint64(len(d.b))
	}
	v := d.b[:n]
	d.b = d.b[n:]
	return v
}

func (d *decoder) period() period { return period{int32(d.signed()), uint16(d.unsigned())} }

// valueFacets is the number of facets without fixed buckets. A record holds their values in
// the order of index.FacetTable: a change of that order is a change of the layout.
const valueFacets = len(index.FacetTable) - index.FixedFacets

// valueFacet returns the facet at place i of these.
func valueFacet(i int) *index.FacetInfo { return &index.FacetTable[index.FixedFacets+i] }

// The places of the facets that have a meaning beyond their values: authors are searched
// by name, and a category is within the categories above it.
const (
	authorValues = iota
	categoryValues
	venueValues
)
