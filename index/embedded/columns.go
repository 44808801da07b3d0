package embedded

import (
	"slices"
	"sync"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// All columns of a paper are packed into one stored field, which a lane reads
// once. Keyword fields with doc values were measured: 8,100 papers/s in against
// 10,000, and twice the code to read them back.

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
	d := newDecoder(packed)
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
		for n := d.unsigned(); n > 0 && !d.isBad(); n-- {
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
	if !d.atEnd() {
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
