package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"paperboy/api/search"
)

func TestRising(t *testing.T) {
	r := newEmptyRig(t)
	if a := answer[search.RisingAnswer](r, "/rising"); len(a.Terms) > 0 {
		t.Errorf("without trends: %+v", a)
	}
	var lines strings.Builder
	for m := 1; m <= 12; m++ {
		for i := range 30 {
			title := fmt.Sprintf("Paper x%dy%d", m, i)
			if m > 9 && i < 9 {
				title = fmt.Sprintf("\\u201cRising winds\\u201d, x%dy%d", m, i)
			}
			fmt.Fprintf(&lines, `{"title":"%s","date":"2025-%02d"}`+"\n", title, m)
		}
	}
	r.post("/papers?wait=visible", lines.String())
	r = r.completing()
	a := answer[search.RisingAnswer](r, "/rising")
	if len(a.Terms) != 1 || a.Papers != 90 || a.PapersBefore != 270 || a.Month.String() != "2025-12" {
		t.Fatalf("rising %+v", a)
	}
	term := a.Terms[0]
	if term.Text != "Rising winds" || term.Papers != 27 || term.PapersBefore != 0 || term.AtLeast < 2 || len(term.Months) != 24 || term.Months[23].Count != 9 || term.Months[23].Of != 30 || term.Months[12].Month.String() != "2025-01" {
		t.Errorf("term %+v", term)
	}
	if found := answer[search.Answer](r, "/search?q="+strings.ReplaceAll(term.Query, " ", "+")); found.Total != 27 {
		t.Errorf("%s finds %d papers", term.Query, found.Total)
	}
	for query, code := range map[string]string{"month=2025": "invalid_date", "month=x": "invalid_date", "limit=101": "out_of_range", "months=3": "unknown_parameter"} {
		if status, body := r.get("/rising?" + query); status != http.StatusBadRequest || !strings.Contains(body, code) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
}
