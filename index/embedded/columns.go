package embedded

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// All columns of a paper are packed into one stored field, which a lane reads
// once. Keyword fields with doc values were measured: 8,100 papers/s in against
// 10,000, and twice the code to read them back.

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

// period is a date as its first day and the days that follow in it, which also
// tell its precision.
type period struct {
	first int32
	span  uint16
}

var noPeriod = period{first: data.NoDay}

func (p period) last() int32 { return p.first + int32(p.span) }

func newPeriod(d data.Date) period {
	if d.IsZero() || d.Validate() != nil {
		return noPeriod
	}
	return period{d.FirstDay(), uint16(d.LastDay() - d.FirstDay())}
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

// decoder reads what encode wrote; after damage it yields zeros and bad is set.
type decoder struct {
	b   []byte
	bad bool
}

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

// columns are those of a lane's papers, by local document number.
type columns struct {
	number         []data.Number
	date, featured periods
	month          []uint16 // of the date's first day, see monthOf; 0 where unknown
	authorCount    []int32
	authorBucket   []uint8 // see index.AuthorCountBucket
	upvotes        []int32
	comments       []int32
	added, updated []int64
	values         [valueFacets]values
	titles         *titles
	// byYear are the papers of each year of first publication, ascending. They are
	// collected when the first query names a year.
	byYear func() map[int][]uint32
}

type periods struct {
	first []int32
	span  []uint16
}

func (p periods) at(doc uint32) period { return period{p.first[doc], p.span[doc]} }

func (p *periods) add(v period) {
	p.first = append(p.first, v.first)
	p.span = append(p.span, v.span)
}

// values are the different values of each paper in one facet, as ordinals of
// the facet's names.
type values struct {
	start []uint32 // one more than papers
	ord   []uint32
}

func (v *values) of(doc uint32) []uint32 { return v.ord[v.start[doc]:v.start[doc+1]] }

func newColumns(papers int) *columns {
	c := &columns{
		number:       make([]data.Number, 0, papers),
		month:        make([]uint16, 0, papers),
		authorCount:  make([]int32, 0, papers),
		authorBucket: make([]uint8, 0, papers),
		upvotes:      make([]int32, 0, papers),
		comments:     make([]int32, 0, papers),
		added:        make([]int64, 0, papers),
		updated:      make([]int64, 0, papers),
	}
	c.byYear = sync.OnceValue(c.collectYears)
	for _, p := range []*periods{&c.date, &c.featured} {
		p.first, p.span = make([]int32, 0, papers), make([]uint16, 0, papers)
	}
	for i := range c.values {
		c.values[i].start = append(make([]uint32, 0, papers+1), 0)
	}
	return c
}

// add appends the columns of the next paper, tells people and titles what is in it
// for them, and returns its number of tokens.
func (c *columns) add(packed []byte, names *nameTables, people *peopleReader, titles *titlesReader) (tokens uint32, err error) {
	d := decoder{b: packed}
	doc := uint32(len(c.number))
	c.number = append(c.number, data.Number(d.unsigned()))
	tokens = uint32(d.unsigned())
	date := d.period()
	c.date.add(date)
	c.month = append(c.month, monthOf(date.first))
	c.featured.add(d.period())
	authors := int32(d.signed())
	c.authorCount = append(c.authorCount, authors)
	c.authorBucket = append(c.authorBucket, uint8(index.AuthorCountBucket(int(authors))))
	c.upvotes = append(c.upvotes, int32(d.signed()))
	c.comments = append(c.comments, int32(d.signed()))
	c.added = append(c.added, d.signed())
	c.updated = append(c.updated, d.signed())
	for i := range c.values {
		v := &c.values[i]
		from := len(v.ord)
		for n := d.unsigned(); n > 0 && !d.bad; n-- {
			name := d.value()
			ord, ok := names[i].ordinal(name)
			if ok && !slices.Contains(v.ord[from:], ord) {
				v.ord = append(v.ord, ord)
			}
			if ok && i == authorValues {
				people.add(doc, ord, names[i].at(ord), name)
			}
		}
		v.start = append(v.start, uint32(len(v.ord)))
	}
	titles.add(doc, d.value(), d.value())
	if d.bad || len(d.b) > 0 {
		return 0, errColumns
	}
	return tokens, nil
}

func (c *columns) collectYears() map[int][]uint32 {
	years := map[int][]uint32{}
	for doc, m := range c.month {
		if m > 0 {
			year := dateOfMonth(int(m)).Year
			years[year] = append(years[year], uint32(doc))
		}
	}
	return years
}

func (c *columns) papers() int { return len(c.number) }

func (c *columns) bytes() int64 {
	n := len(c.number) * (4 + 6 + 6 + 2 + 1 + 12 + 16)
	for i := range c.values {
		n += 4 * (len(c.values[i].start) + cap(c.values[i].ord))
	}
	return int64(n)
}

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

// Months are numbered from 1, January of firstYear, to maxMonth; 0 is unknown.
const (
	firstYear = 1000
	lastYear  = 2199
	maxMonth  = (lastYear - firstYear + 1) * 12
)

func monthOf(day int32) uint16 {
	if day == data.NoDay {
		return 0
	}
	d := data.DateOfDay(day)
	if d.Year < firstYear || d.Year > lastYear {
		return 0
	}
	return uint16((d.Year-firstYear)*12 + int(d.Month))
}

// dateOfMonth undoes monthOf.
func dateOfMonth(m int) data.Date {
	return data.Date{Year: firstYear + (m-1)/12, Month: time.Month((m-1)%12 + 1)}
}
