package segment

import (
	"slices"
	"sync"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/schema"
)

// All columns of a paper are packed into one stored field (schema.Record), which a segment
// reads once. Keyword fields with doc values were measured: 8,100 papers/s on ingest against
// 10,000, and twice the code to read them back.

// Columns are those of a segment's papers, by local document number.
type Columns struct {
	Numbers        []data.Number
	Dates          PeriodColumn
	Featured       FeaturedColumn
	Months         []uint16 // of the date's first day, see Month; 0 if unknown
	AuthorCounts   []int32
	AuthorBuckets  []uint8 // see index.AuthorCountBucket
	Upvotes        []int32
	Comments       []int32
	Added, Updated []int64
	Values         [schema.ValueFacets]ValueColumn
	Titles         *titles
	// byDate returns the papers with a date, the oldest first. They are sorted when first asked
	// for.
	byDate func() []uint32
	// Totals returns how many papers, live or not, are in each month and in each author-count
	// bucket. They are counted when first asked for.
	Totals func() *Totals
	// ByYear returns the papers of each year of first publication, in ascending order. They
	// are collected when the first query names a year.
	ByYear func() map[int][]uint32
	// Sorts returns the sorts whose value any paper has, including deleted papers. They are
	// collected when first asked for.
	Sorts func() []index.Sort
}

// PeriodColumn holds a Period for each paper.
type PeriodColumn struct {
	First []int32
	Days  []uint16
}

// Period returns that of a paper.
func (p PeriodColumn) Period(doc uint32) schema.Period {
	return schema.Period{First: p.First[doc], Days: p.Days[doc]}
}

func (p *PeriodColumn) add(v schema.Period) {
	p.First = append(p.First, v.First)
	p.Days = append(p.Days, v.Days)
}

// ValueColumn holds the different values of each paper in one facet, as ordinals of the
// facet's Interner.
type ValueColumn struct {
	Starts []uint32 // one more than papers
	Ords   []uint32
}

// Ordinals returns the values of a paper.
func (v *ValueColumn) Ordinals(doc uint32) []uint32 { return v.Ords[v.Starts[doc]:v.Starts[doc+1]] }

func newColumns(papers int) *Columns {
	c := &Columns{
		Numbers:       make([]data.Number, 0, papers),
		Months:        make([]uint16, 0, papers),
		AuthorCounts:  make([]int32, 0, papers),
		AuthorBuckets: make([]uint8, 0, papers),
		Upvotes:       make([]int32, 0, papers),
		Comments:      make([]int32, 0, papers),
		Added:         make([]int64, 0, papers),
		Updated:       make([]int64, 0, papers),
	}
	c.byDate, c.Totals = sync.OnceValue(c.sortByDate), sync.OnceValue(c.countTotals)
	c.ByYear, c.Sorts = sync.OnceValue(c.collectYears), sync.OnceValue(c.collectSorts)
	c.Dates.First, c.Dates.Days = make([]int32, 0, papers), make([]uint16, 0, papers)
	c.Featured.places = make([]int32, 0, papers)
	for i := range c.Values {
		c.Values[i].Starts = append(make([]uint32, 0, papers+1), 0)
	}
	return c
}

// recordReaders collect what records hold besides columns.
type recordReaders struct {
	names  *FacetInterners
	people *authorsReader
	titles *titlesReader
	venues *venuesReader
	ids    *idsReader
}

// add appends the columns of the next paper, passes the rest of its record on, and returns its
// number of tokens.
func (c *Columns) add(packed []byte, rest recordReaders) (tokens uint32, err error) {
	d := schema.NewDecoder(packed)
	doc := uint32(len(c.Numbers))
	c.Numbers = append(c.Numbers, data.Number(d.Uint()))
	tokens = uint32(d.Uint())
	date := d.Period()
	c.Dates.add(date)
	c.Months = append(c.Months, Month(date.First))
	signals := d.Signals()
	authors := int32(d.Int())
	c.AuthorCounts = append(c.AuthorCounts, authors)
	c.AuthorBuckets = append(c.AuthorBuckets, uint8(index.AuthorCountBucket(int(authors))))
	upvotes := int32(d.Int())
	c.Upvotes = append(c.Upvotes, upvotes)
	c.Featured.add(doc, signals, upvotes)
	c.Comments = append(c.Comments, int32(d.Int()))
	c.Added = append(c.Added, d.Int())
	c.Updated = append(c.Updated, d.Int())
	for i := range c.Values {
		v := &c.Values[i]
		from := len(v.Ords)
		for n := d.Uint(); n > 0 && !d.IsBad(); n-- {
			name := d.Bytes()
			ord, ok := rest.names[i].internName(name)
			if ok && !slices.Contains(v.Ords[from:], ord) {
				v.Ords = append(v.Ords, ord)
			}
			if ok && i == schema.Authors {
				rest.people.add(doc, ord, rest.names[i].valueOf(ord), name)
			}
		}
		v.Starts = append(v.Starts, uint32(len(v.Ords)))
	}
	for n := d.Uint(); n > 0 && !d.IsBad(); n-- {
		rest.ids.add(doc, d.Bytes())
	}
	rest.titles.add(doc, d.Bytes(), d.Bytes())
	rest.venues.add(doc, d.Bytes())
	if !d.AtEnd() {
		return 0, schema.ErrColumns
	}
	return tokens, nil
}

// Totals counts papers.
type Totals struct {
	Months        []int32 // by Month
	AuthorBuckets [len(index.AuthorCountBuckets)]int32
}

func (c *Columns) countTotals() *Totals {
	t := &Totals{Months: make([]int32, MaxMonth+1)}
	for doc, m := range c.Months {
		t.Months[m]++
		t.AuthorBuckets[c.AuthorBuckets[doc]]++
	}
	return t
}

func (c *Columns) collectYears() map[int][]uint32 {
	years := map[int][]uint32{}
	for doc, m := range c.Months {
		if m > 0 {
			year := MonthDate(int(m)).Year
			years[year] = append(years[year], uint32(doc))
		}
	}
	return years
}

// Len returns the number of papers.
func (c *Columns) Len() int { return len(c.Numbers) }

func (c *Columns) collectSorts() (sorts []index.Sort) {
	for _, by := range index.Sorts {
		for doc := range c.Len() {
			if c.HasSortValue(by, uint32(doc)) {
				sorts = append(sorts, by)
				break
			}
		}
	}
	return sorts
}

// HasSortValue reports whether a paper has the value that by sorts by. It is false for
// relevance, which sorts by none.
func (c *Columns) HasSortValue(by index.Sort, doc uint32) bool {
	switch by {
	case index.ByNewest, index.ByOldest:
		return c.Dates.First[doc] != data.NoDay
	case index.ByMostAuthors, index.ByFewestAuthors:
		return c.AuthorCounts[doc] > 0
	case index.ByUpvotes:
		return c.Upvotes[doc] != schema.NoCount
	case index.ByComments:
		return c.Comments[doc] != schema.NoCount
	case index.ByAdded:
		return c.Added[doc] != schema.NoTime
	case index.ByFeatured:
		return c.Featured.Signals(doc) != nil
	case index.ByTrending:
		s := c.Featured.Signals(doc)
		return s != nil && s.HasTrending()
	case index.ByTitle:
		return c.Titles.Start(doc) != ""
	case index.ByFirstAuthor:
		return len(c.Values[schema.Authors].Ordinals(doc)) > 0
	}
	return false
}

func (c *Columns) bytes() int64 {
	n := len(c.Numbers)*(4+6+4+2+1+12+16+4) + len(c.Featured.Docs)*featuredBytes
	for i := range c.Values {
		n += 4 * (len(c.Values[i].Starts) + cap(c.Values[i].Ords))
	}
	return int64(n)
}

// Months are numbered from 1, January of FirstYear, to MaxMonth; 0 is unknown.
const (
	FirstYear = 1000
	lastYear  = 2199
	MaxMonth  = (lastYear - FirstYear + 1) * 12
)

// Month returns the number of the month that a day is in.
func Month(day int32) uint16 {
	if day == data.NoDay {
		return 0
	}
	d := data.DateOfDay(day)
	if d.Year < FirstYear || d.Year > lastYear {
		return 0
	}
	return uint16((d.Year-FirstYear)*12 + int(d.Month))
}

// MonthDate returns the date of a month that Month numbered.
func MonthDate(m int) data.Date {
	return data.Date{Year: FirstYear + (m-1)/12, Month: time.Month((m-1)%12 + 1)}
}
