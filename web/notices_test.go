package web

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNoticesAreForReaders(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	for address, want := range map[string][]string{
		"/search?q=neural&from=yesterday":                       {"“yesterday” is not a date. Enter a date like 2024, 2024-05 or 2024-05-31."},
		"/search?q=neural&sort=foo":                             {"“foo” is not a valid value for the sort order, so it was ignored."},
		"/search?q=neural&limit=101&to=soon":                    {"“soon” is not a date. Enter a date like 2024, 2024-05 or 2024-05-31.", "“101” is not a valid value for the number of papers. Use 0 to 100."},
		"/search/grid?q=neural&from=yesterday":                  {"“yesterday” is not a date. Enter a date like 2024, 2024-05 or 2024-05-31."},
		"/search/facets/author?q=neural&authors_min=x":          {"“x” is not a valid value for the number of authors. Use a whole number."},
		"/similar?text=neural+parsing&variety=2":                {"“2” is not a valid value for “variety”. Use 0 to 1."},
		"/between?a=arxiv:2401.00001&b=arxiv:2402.00002&from=x": {"“x” is not a date. Enter a date like 2024, 2024-05 or 2024-05-31."},
		"/papers/pb:00000000000000ab/neighbourhood?n=61":        {"“61” is not a valid value for the number of papers. Use 1 to 60."},
		"/rising?month=soon":                                    {"“soon” is not a date. Enter a date like 2024, 2024-05 or 2024-05-31."},
		"/search?q=neural&sort=foo&sort=bar":                    {"“foo” is not a valid value for the sort order, so it was ignored.", "“bar” is not a valid value for the sort order, so it was ignored."},
		"/search?date=2022&date=x":                              {"“x” is not a date. Enter a date like 2024, 2024-05 or 2024-05-31."},
		"/search?featured=2025&utm_source=mail":                 {"This page does not know “featured”, so it was ignored. Did you mean “featured_from”?"},
		"/search?authr=hinton&q=neural&sort=foo":                {"This page does not know “authr”, so it was ignored. Did you mean “author”?", "“foo” is not a valid value for the sort order, so it was ignored."},
		"/similar?text=neural&frm=2020":                         {"This page does not know “frm”, so it was ignored. Did you mean “from”?"},
		"/search?from=2020&to=2010":                             {"The date range ends before it starts, so no paper can match."},
		"/search?authors_min=5&authors_max=2":                   {"The minimum number of authors is above the maximum, so no paper can match."},
		"/search?q=neural":                                      nil,
	} {
		got := texts(pageOf(t, h, http.StatusOK, address).Find(".notice"))
		if len(got) == 0 {
			got = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
	}
}
