package web

import (
	"net/http"
	"testing"

	"paperboy/data"
)

// A libraryOfPages is a server, and addresses of its pages.
type libraryOfPages struct {
	name    string
	handler http.Handler
	pages   []string
}

// librariesOfPages returns libraries in different states, for tests of every page.
func librariesOfPages(t *testing.T) []libraryOfPages {
	t.Helper()
	service := newService(t, append(collection(), formulas())...)
	withMail(t, service)
	full := newHandler(t, service)
	return []libraryOfPages{
		{"library", full, append(pageAddresses(t, service, true), "/search?q=formulas", "/papers/arxiv:2401.90001", "/nowhere", "/api/v1/docs")},
		{"empty", newHandler(t, newService(t)), []string{"/", "/search", "/search?q=neural"}},
		{"rising", newHandler(t, newService(t, risingLibrary()...)), []string{"/", "/rising"}},
		{"daily", newHandler(t, newService(t, dailyLibrary()...)), []string{"/", "/days", "/days/2025-11-13", "/days/2025-11-15", "/weeks/2025-W46", "/months/2025-11?q=graph", "/trending"}},
		{"one paper", newHandler(t, newService(t, collection()[0])), []string{"/", "/search", "/papers/arxiv:2203.03850", "/rising"}},
	}
}

// formulas is a paper with formulas of every kind in its title and abstract.
func formulas() data.Record {
	return data.Record{Paper: data.Paper{
		ID: "arxiv:2401.90001", Title: `Formulas of $\mathcal{L}_X \subset \bar{M}_{0,n}$ and $O(n^2)$`,
		Abstract: `We bound $\sum_{i=1}^{n} \frac{x_i^2}{\sqrt{1+y_i}} \le \left( \int_0^1 f(t)\,dt \right)^{1/2}$ for formulas with ` +
			`$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$, $\hat{\theta}$, $\mathbb{R}^{d \times d}$, $\operatorname{Mod}_g^n$ and $\text{if } x > 0$, by 5\% at $\alpha<\beta$.`,
		Authors: []string{"Emmy Noether"}, Date: data.Date{Year: 2024, Month: 1, Day: 9}, Categories: []string{"math.AG"},
	}, Origin: data.Provenance{Source: "file", Location: "formulas.jsonl"}}
}
