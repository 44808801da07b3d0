package eval

import (
	"cmp"
	"math"
	"slices"
)

// Measures are quality measures of the results for a query, or means over queries. All are
// between 0 and 1.
type Measures struct {
	NDCG10     float64 `json:"ndcg@10"`
	MAP        float64 `json:"map"`
	P10        float64 `json:"p@10"`
	R100       float64 `json:"r@100"`
	RPrecision float64 `json:"rprec"`
}

// Measure returns the quality of a ranking of document ids, best first, given the grades of
// the judged documents.
//
// nDCG (Järvelin and Kekäläinen, TOIS 20(4), 2002) is computed like trec_eval's ndcg_cut,
// with linear gain and the discount log2(rank+1), relative to the ideal ranking of all
// judged documents. Average precision is relative to all relevant documents, whether they
// were found or not.
func Measure(ranking []string, grades map[string]int) Measures {
	total := relevant(grades)
	if total == 0 {
		return Measures{}
	}
	var m Measures
	found, gain := 0, 0.0
	for i, id := range ranking {
		grade := max(grades[id], 0)
		if grade > 0 {
			found++
			m.MAP += float64(found) / float64(i+1) / float64(total)
		}
		if i < 10 {
			gain += discounted(grade, i)
			m.P10 = float64(found) / 10
		}
		if i < 100 {
			m.R100 = float64(found) / float64(total)
		}
		if i < total {
			m.RPrecision = float64(found) / float64(total)
		}
	}
	m.NDCG10 = gain / ideal(grades, 10)
	return m
}

// discounted returns the gain of a grade at a rank, counted from 0.
func discounted(grade, rank int) float64 { return float64(grade) / math.Log2(float64(rank+2)) }

// ideal returns the gain of the first k documents of the best ranking.
func ideal(grades map[string]int, k int) float64 {
	best := make([]int, 0, len(grades))
	for _, g := range grades {
		best = append(best, max(g, 0))
	}
	slices.SortFunc(best, func(a, b int) int { return cmp.Compare(b, a) })
	sum := 0.0
	for rank, grade := range best[:min(k, len(best))] {
		sum += discounted(grade, rank)
	}
	return sum
}

// relevant counts the grades above 0.
func relevant(grades map[string]int) int {
	n := 0
	for _, g := range grades {
		if g > 0 {
			n++
		}
	}
	return n
}

// add adds m to sum.
func (sum *Measures) add(m Measures) {
	sum.NDCG10 += m.NDCG10
	sum.MAP += m.MAP
	sum.P10 += m.P10
	sum.R100 += m.R100
	sum.RPrecision += m.RPrecision
}

// mean returns sum divided by n.
func (sum Measures) mean(n int) Measures {
	d := float64(n)
	return Measures{sum.NDCG10 / d, sum.MAP / d, sum.P10 / d, sum.R100 / d, sum.RPrecision / d}
}
