package stock

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	bq "github.com/blevesearch/bleve/v2/search/query"

	"paperboy/index"
	"paperboy/index/query"
)

// Search answers a request whose query is made of words, phrases, prefixes and
// fuzzy words without fields, under And and Or, filtered by years and buckets of
// author counts. Auto is any. Hits come by Bleve's score.
func (x *Index) Search(ctx context.Context, r index.Request) (index.Result, error) {
	if r.Match != index.MatchAll {
		r.Match = index.MatchAny
	}
	result, err := x.search(ctx, r)
	if err != nil {
		return index.Result{}, fmt.Errorf("search stock index: %w", err)
	}
	return result, nil
}

func (x *Index) search(ctx context.Context, r index.Request) (index.Result, error) {
	asked, err := x.everything(r.Query.Root, r.Match)
	if err != nil {
		return index.Result{}, err
	}
	result := index.Result{Match: r.Match, All: -1, Facets: map[index.Facet][]index.Bucket{}}
	var open []index.Facet // those without a filter of their own, counted beside the hits
	for _, f := range r.Facets {
		if len(r.Filter.Values[f]) == 0 {
			open = append(open, f)
			continue
		}
		if err := x.countAside(ctx, asked, r, f, &result); err != nil {
			return index.Result{}, err
		}
	}
	filtered, err := filter(asked, r.Filter, "")
	if err != nil {
		return index.Result{}, err
	}
	request := bleve.NewSearchRequestOptions(filtered, r.Limit, r.Offset, false)
	if err := addFacets(request, open, r.FacetLimit); err != nil {
		return index.Result{}, err
	}
	found, err := x.bleve.SearchInContext(ctx, request)
	if err != nil {
		return index.Result{}, err
	}
	result.Total = int(found.Total)
	readFacets(found, open, &result)
	for _, hit := range found.Hits {
		n, err := numberOf(hit.ID)
		if err != nil {
			return index.Result{}, err
		}
		result.Hits = append(result.Hits, index.Hit{Number: n, Score: hit.Score})
	}
	return result, nil
}

// countAside counts one facet with its own filter set aside.
func (x *Index) countAside(ctx context.Context, asked bq.Query, r index.Request, f index.Facet, into *index.Result) error {
	filtered, err := filter(asked, r.Filter, f)
	if err != nil {
		return err
	}
	request := bleve.NewSearchRequestOptions(filtered, 0, 0, false)
	request.Score = "none"
	if err := addFacets(request, []index.Facet{f}, r.FacetLimit); err != nil {
		return err
	}
	found, err := x.bleve.SearchInContext(ctx, request)
	if err != nil {
		return err
	}
	readFacets(found, []index.Facet{f}, into)
	return nil
}

// everything is a query's root, which may be missing.
func (x *Index) everything(root query.Node, match index.Match) (bq.Query, error) {
	if root == nil {
		return bleve.NewMatchAllQuery(), nil
	}
	return x.node(root, match)
}

func (x *Index) node(node query.Node, match index.Match) (bq.Query, error) {
	switch n := node.(type) {
	case query.And:
		return x.and(n, match)
	case query.Or:
		var some []bq.Query
		for _, child := range n.Nodes {
			q, err := x.node(child, index.MatchAll)
			if err != nil {
				return nil, err
			}
			some = append(some, q)
		}
		return bleve.NewDisjunctionQuery(some...), nil
	case query.Word:
		if n.Field == query.AnyText {
			return words(n.Text), nil
		}
	case query.Phrase:
		if n.Field == query.AnyText {
			return eitherField(n.Text, func(text string) boostable { return bleve.NewMatchPhraseQuery(text) }), nil
		}
	case query.Prefix:
		if n.Field == query.AnyText {
			return eitherField(n.Text, func(text string) boostable { return bleve.NewPrefixQuery(text) }), nil
		}
	case query.Fuzzy:
		if n.Field == query.AnyText {
			return eitherField(n.Text, fuzzy), nil
		}
	}
	return nil, fmt.Errorf("stock Bleve is not asked for %q", node)
}

// and asks for one of the free terms, or for each, and for every other node.
// Words of which one is enough are one match query a field, Bleve's usual way.
func (x *Index) and(and query.And, match index.Match) (bq.Query, error) {
	var all, some []bq.Query
	text := ""
	for _, child := range and.Nodes {
		if w, ok := child.(query.Word); ok && match == index.MatchAny && w.Field == query.AnyText {
			text += " " + w.Text
			continue
		}
		q, err := x.node(child, match)
		if err != nil {
			return nil, err
		}
		if match == index.MatchAny && query.IsFree(child) {
			some = append(some, q)
		} else {
			all = append(all, q)
		}
	}
	if text != "" {
		some = append(some, words(text))
	}
	switch {
	case len(all) == 0:
		return bleve.NewDisjunctionQuery(some...), nil
	case len(some) == 0:
		return bleve.NewConjunctionQuery(all...), nil
	}
	return bleve.NewConjunctionQuery(append(all, bleve.NewDisjunctionQuery(some...))...), nil
}

func words(text string) bq.Query {
	return eitherField(text, func(text string) boostable { return bleve.NewMatchQuery(text) })
}

// fuzzy has the distances of query.Fuzzy.
func fuzzy(text string) boostable {
	q := bleve.NewFuzzyQuery(text)
	q.SetFuzziness(query.MaxEdits(text))
	return q
}

// boostable is a query on one field.
type boostable interface {
	bq.Query
	SetBoost(float64)
	SetField(string)
}

// eitherField asks for a text in the title or the abstract.
func eitherField(text string, make func(string) boostable) bq.Query {
	title, abstract := make(text), make(text)
	title.SetField(titleField)
	title.SetBoost(index.TitleWeight)
	abstract.SetField(abstractField)
	return bleve.NewDisjunctionQuery(title, abstract)
}
