package eval

import (
	"fmt"
	"io"
	"text/tabwriter"

	"paperboy/data/figures"
	"paperboy/data/text"
)

// queryWidth is how many characters of a query a row of the table has.
const queryWidth = 60

// Print writes r as a table: a row for each query in PerQuery, then their mean.
func (r *Report) Print(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "nDCG@10\tMAP\tP@10\tR@100\tms\t")
	row := func(m Measures, ms float64, name string) {
		fmt.Fprintf(tab, "%.4f\t%.4f\t%.4f\t%.4f\t%.2f\t  %s\n", m.NDCG10, m.MAP, m.P10, m.R100, ms, name)
	}
	for _, a := range r.PerQuery {
		row(a.Measures, a.Milliseconds, a.ID+"  "+text.ClipTo(a.Text, queryWidth))
	}
	row(r.Mean, r.Milliseconds.P50, fmt.Sprintf("mean of %s, median ms (p95 %.2f, p99 %.2f)", figures.Thousands(r.Queries)+" queries", r.Milliseconds.P95, r.Milliseconds.P99))
	return tab.Flush()
}
