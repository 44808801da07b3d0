package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"paperboy/api/search"
)

// TestGrid checks that the count of each cell is what a search narrowed to that cell finds.
func TestGrid(t *testing.T) {
	r := newRig(t)
	var lines strings.Builder
	for i := range 60 {
		names := strings.Repeat(`"A. Name",`, i%7)
		date := fmt.Sprintf(`"%d-%02d-01"`, 2018+i%3, i%12+1)
		if i%5 == 0 {
			date = "null"
		}
		fmt.Fprintf(&lines, `{"title":"Networks, part x%d","date":%s,"authors":[%s]}`+"\n", i, date, strings.TrimSuffix(names, ","))
	}
	r.post("/papers?wait=visible", lines.String())
	for _, query := range []string{"", "q=networks", "q=networks&author_count=2&date=2019", "q=part&from=2019-02", "q=networks&category=cs.LG", "q=nothing+of+it"} {
		a := answer[search.GridAnswer](r, "/grid?"+query)
		sum := 0
		base := strings.Join(strings.FieldsFunc(query, func(c rune) bool { return c == '&' }), "&")
		for _, own := range []string{"&author_count=2", "&date=2019", "&from=2019-02"} {
			base = strings.ReplaceAll(base, own, "")
		}
		for i, authors := range a.AuthorCounts {
			row := 0
			for j, date := range a.Dates {
				sum += a.Counts[i][j]
				row += a.Counts[i][j]
				found := answer[search.Answer](r, "/search?"+base+"&author_count="+strings.ReplaceAll(authors.Value, "+", "%2B")+"&date="+date.Value)
				if found.Total != a.Counts[i][j] {
					t.Errorf("%s: %s authors in %s: %d, a search finds %d", query, authors.Value, date.Value, a.Counts[i][j], found.Total)
				}
			}
			if row != authors.Count {
				t.Errorf("%s: the row of %s authors has %d papers, want %d", query, authors.Value, row, authors.Count)
			}
		}
		if sum != a.Total || len(a.Counts) != len(a.AuthorCounts) || strings.Contains(query, "networks") && !strings.Contains(query, "category") && a.Total < 60 {
			t.Errorf("%s: %d papers in the cells of %d", query, sum, a.Total)
		}
	}
	if status, body := r.get("/grid?sort=newest"); status != http.StatusBadRequest || !strings.Contains(body, "unknown_parameter") {
		t.Errorf("sort: %d %s", status, body)
	}
}
