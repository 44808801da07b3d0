package web

import (
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/web/view"
)

// gridPage is a table of the papers of a search by date and number of authors. The shade of a cell
// shows how many papers it has.
type gridPage struct {
	frame
	Heading string
	Back    string
	Chips   []view.Link
	Columns []gridHead
	Rows    []gridRow
	Notices []string
	Nothing string
}

// gridHead is the heading of a column or a row: its number of papers, and the search for them.
type gridHead struct {
	view.Link
	Total string
}

type gridRow struct {
	gridHead
	Cells []gridCell
}

// gridCell is the papers of one column and row. Level is its shade, from 0 (no papers) to 5.
type gridCell struct {
	view.Link
	Label string
	Level int
	// Current is true for the cell that the search is filtered by.
	Current bool
}

// maxGridColumns keeps columns wide enough for a number; a longer time is divided into periods of
// several years.
const maxGridColumns = 12

// grid answers /search/grid.
func (s *site) grid(c echo.Context) error {
	p, notices, err := view.ReadSearch(c.QueryParams())
	if err != nil {
		return err
	}
	a, err := s.service.Search.Grid(c.Request().Context(), p)
	if err != nil {
		return err
	}
	page := newGridPage(p, a)
	title := ""
	if q := strings.TrimSpace(p.Q); q != "" {
		title = q + ", by date and number of authors"
	}
	page.frame = s.frame("grid", title)
	page.Query = p.Q
	page.Notices = notices
	return s.render(c, http.StatusOK, "grid", page)
}

func newGridPage(p search.Params, a search.GridAnswer) gridPage {
	page := gridPage{Heading: figures.Count(a.Total, "paper"), Back: view.ChangedURL(p, func(*search.Params) {})}
	open := p // without the filters that the table ignores
	open.Filter = p.Filter.WithoutOwn(index.FacetDate, index.FacetAuthorCount)
	for _, chip := range view.NewChips(view.OnSearchPage(open), search.Answer{}) {
		page.Chips = append(page.Chips, view.Link{Text: chip.Text})
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
				if slices.Contains(column.Values, b.Value) {
					n += counts[j]
				}
			}
			sums[i] = append(sums[i], n)
			highest = max(highest, n)
		}
	}
	for _, column := range columns {
		page.Columns = append(page.Columns, gridHead{view.Link{Text: column.ShortLabel(), URL: narrowedURL(open, column, "")}, figures.Thousands(column.Count)})
	}
	for i, authors := range a.AuthorCounts {
		row := gridRow{gridHead: gridHead{view.Link{Text: view.BucketLabel(index.FacetAuthorCount, authors.Value, ""), URL: narrowedURL(open, view.Period{}, authors.Value)}, figures.Thousands(authors.Count)}}
		for j, column := range columns {
			n := sums[i][j]
			cell := gridCell{
				Label:   row.Text + " authors, " + column.Label() + ": " + figures.Count(n, "paper"),
				Level:   shade(n, highest),
				Current: column.EqualsFilter(p) && slices.Contains(p.Filter.Values[index.FacetAuthorCount], authors.Value),
			}
			if n > 0 {
				cell.Link = view.Link{Text: figures.Thousands(n), URL: narrowedURL(open, column, authors.Value)}
			}
			row.Cells = append(row.Cells, cell)
		}
		page.Rows = append(page.Rows, row)
	}
	return page
}

// gridPeriods returns the columns: the periods, and one for papers without a date.
func gridPeriods(dates []index.Bucket) []view.Period {
	columns := view.GroupBuckets(dates, maxGridColumns)
	for _, b := range dates {
		if b.Value == index.Unknown {
			columns = append(columns, view.Period{Values: []string{b.Value}, Count: b.Count})
		}
	}
	return columns
}

// narrowedURL returns the search for the papers of a period and a number of authors. An empty
// period or number does not narrow it.
func narrowedURL(p search.Params, q view.Period, authors string) string {
	return view.ChangedURL(p, func(p *search.Params) {
		if authors != "" {
			p.Filter.Values[index.FacetAuthorCount] = []string{authors}
		}
		switch {
		case len(q.Values) > 1:
			p.Filter.From, p.Filter.To = q.YearRange()
		case len(q.Values) == 1:
			p.Filter.Values[index.FacetDate] = q.Values
		}
	})
}

// shade returns the level of a cell with n papers if the fullest cell has highest. The scale is
// logarithmic, because few cells have most of the papers.
func shade(n, highest int) int {
	if n == 0 {
		return 0
	}
	return 1 + int(4*math.Log(float64(n))/math.Log(float64(max(highest, 2))))
}
