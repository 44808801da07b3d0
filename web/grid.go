package web

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"

	"paperboy/index"
)

// gridPage is what a search finds by date and number of authors: a table whose shades
// are the picture.
type gridPage struct {
	frame
	Heading string
	Back    string
	Chips   []link
	Columns []gridHead
	Rows    []gridRow
	Notices []string
	Nothing string
}

// gridHead is a column or a row: its papers, and the search for them.
type gridHead struct {
	link
	Total string
}

type gridRow struct {
	gridHead
	Cells []gridCell
}

// gridCell is the papers of one column and row. Level is its shade, 0 for none to 5.
type gridCell struct {
	link
	Label string
	Level int
	// Current is true for what the search is narrowed to.
	Current bool
}

// mostGridColumns leaves each room for a number on a screen; longer times are drawn in
// periods of several years.
const mostGridColumns = 12

// grid answers /search/grid.
func (s *site) grid(c echo.Context) error {
	p, notices, err := readSearch(c.QueryParams())
	if err != nil {
		return err
	}
	a, err := s.service.Search.Grid(c.Request().Context(), p)
	if err != nil {
		return err
	}
	page := newGridPage(p, a)
	title := "By date and number of authors"
	if q := strings.TrimSpace(p.Q); q != "" {
		title = q + ", by date and number of authors"
	}
	page.frame = s.frame("single", title)
	page.Query = p.Q
	page.Notices = notices
	return s.render(c, http.StatusOK, "grid", page)
}

func newGridPage(p search.Params, a search.GridAnswer) gridPage {
	page := gridPage{Heading: counted(a.Total, "paper"), Back: changed(p, func(*search.Params) {})}
	open := p // without the filters that the grid sets aside
	open.Filter = p.Filter.WithoutOwn(index.FacetDate, index.FacetAuthorCount)
	for _, chip := range newChips(open, search.Answer{}) {
		page.Chips = append(page.Chips, link{Text: chip.Text})
	}
	if a.Total == 0 {
		page.Nothing = "No papers match."
		return page
	}
	columns := gridPeriods(a.Dates)
	highest := 0
	sums := make([][]int, len(a.AuthorCounts))
	for i, counts := range a.Counts {
		for _, column := range columns {
			n := 0
			for j, b := range a.Dates {
				if slices.Contains(column.values, b.Value) {
					n += counts[j]
				}
			}
			sums[i] = append(sums[i], n)
			highest = max(highest, n)
		}
	}
	for _, column := range columns {
		page.Columns = append(page.Columns, gridHead{link{column.shortLabel(), narrowed(open, column, "")}, count(column.count)})
	}
	for i, authors := range a.AuthorCounts {
		row := gridRow{gridHead: gridHead{link{bucketWords(index.FacetAuthorCount, authors.Value, ""), narrowed(open, period{}, authors.Value)}, count(authors.Count)}}
		for j, column := range columns {
			n := sums[i][j]
			cell := gridCell{
				Label:   row.Text + " authors, " + column.label() + ": " + counted(n, "paper"),
				Level:   shade(n, highest),
				Current: column.chosen(p) && slices.Contains(p.Filter.Values[index.FacetAuthorCount], authors.Value),
			}
			if n > 0 {
				cell.link = link{count(n), narrowed(open, column, authors.Value)}
			}
			row.Cells = append(row.Cells, cell)
		}
		page.Rows = append(page.Rows, row)
	}
	return page
}

// gridURL leads to the grid of a search.
func gridURL(p search.Params) string {
	return strings.TrimSuffix("/search/grid?"+p.GridValues().Encode(), "?")
}

// gridPeriods are the columns: dated ones, and one for papers without a date.
func gridPeriods(dates []index.Bucket) []period {
	columns := group(dates, mostGridColumns)
	for _, b := range dates {
		if b.Value == index.Unknown {
			columns = append(columns, period{values: []string{b.Value}, count: b.Count})
		}
	}
	return columns
}

// narrowed is the search for a period's papers by so many authors; of either there may
// be none.
func narrowed(p search.Params, q period, authors string) string {
	return changed(p, func(p *search.Params) {
		if authors != "" {
			p.Filter.Values[index.FacetAuthorCount] = []string{authors}
		}
		switch {
		case len(q.values) > 1:
			p.Filter.From, p.Filter.To = q.years()
		case len(q.values) == 1:
			p.Filter.Values[index.FacetDate] = q.values
		}
	})
}

// shortLabel is label with the years of one century said once: "2010–14".
func (q period) shortLabel() string {
	if len(q.values) > 1 && q.from.Year/100 == q.to.Year/100 {
		return fmt.Sprintf("%d–%02d", q.from.Year, q.to.Year%100)
	}
	return q.label()
}

// shade is how strong the colour of a cell of n papers is, beside one of the highest
// number: by the logarithm, as few cells have most papers.
func shade(n, highest int) int {
	if n == 0 {
		return 0
	}
	return 1 + int(4*math.Log(float64(n))/math.Log(float64(max(highest, 2))))
}
