package api

import (
	"context"
	"slices"
	"strconv"

	"paperboy/api/access"
	"paperboy/api/add"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
)

// None is the type of the parameters of an endpoint without parameters.
type None = struct{}

var noParams = params.Table[None]{}

// Keyed has the parameters of an endpoint of a reading list: the key in its path, and the others.
type Keyed[T any] struct {
	Key    lists.Key
	Params T
}

// OfPaper has the parameters of an endpoint of a paper: the id in its path, and the others.
type OfPaper[T any] struct {
	ID     data.ID
	Params T
}

// The nouns that have use cases.
func ofSearch(s *Service) *search.Service   { return s.Search }
func ofSimilar(s *Service) *similar.Service { return s.Similar }
func ofLibrary(s *Service) *library.Service { return s.Library }
func ofAdd(s *Service) *add.Service         { return s.Add }
func ofLists(s *Service) *lists.Service     { return s.Lists }
func ofAccess(s *Service) *access.Access    { return s.Access }

// endpointOf makes an endpoint of a use case with its parameters.
func endpointOf[S, P, A any](r row, q query[P], noun func(*Service) *S, use func(*S, context.Context, P) (A, error)) *Endpoint[P, A] {
	return &Endpoint[P, A]{input: newInput(r, q), use: func(s *Service, ctx context.Context, p P) (A, error) {
		return use(noun(s), ctx, p)
	}}
}

// plain makes an endpoint of a use case without parameters.
func plain[S, A any](r row, noun func(*Service) *S, use func(*S, context.Context) (A, error)) *Endpoint[None, A] {
	return endpointOf(r, noParams, noun, func(s *S, ctx context.Context, _ None) (A, error) { return use(s, ctx) })
}

// ofList makes an endpoint of a use case for one reading list.
func ofList[T, A any](r row, q params.Table[T], use func(*lists.Service, context.Context, lists.Key, T) (A, error)) *Endpoint[Keyed[T], A] {
	return &Endpoint[Keyed[T], A]{input: newInputIn(r, keyed(q), func(p *Keyed[T]) any { return &p.Params }, keyInPath[T]()), use: func(s *Service, ctx context.Context, p Keyed[T]) (A, error) {
		return use(s.Lists, ctx, p.Key, p.Params)
	}}
}

func keyed[T any](t params.Table[T]) params.Table[Keyed[T]] {
	return params.Table[Keyed[T]]{
		Rows:     params.Lift(t.Rows, func(p *Keyed[T]) *T { return &p.Params }),
		Defaults: Keyed[T]{Params: t.Defaults},
	}
}

func keyInPath[T any]() inPath[Keyed[T]] {
	return inPath[Keyed[T]]{
		name: "key",
		set:  func(p *Keyed[T], s string) error { p.Key = lists.Key(s); return nil },
		get:  func(p *Keyed[T]) string { return string(p.Key) },
	}
}

// ofPaper makes an endpoint of a use case for one paper.
func ofPaper[S, T, A any](r row, q params.Table[T], noun func(*Service) *S, use func(*S, context.Context, data.ID, T) (A, error)) *Endpoint[OfPaper[T], A] {
	return &Endpoint[OfPaper[T], A]{input: paperInput(r, q), use: func(s *Service, ctx context.Context, p OfPaper[T]) (A, error) {
		return use(noun(s), ctx, p.ID, p.Params)
	}}
}

// paperInput reads the id of a paper in the path, and other parameters in the query.
func paperInput[T any](r row, q params.Table[T]) input[OfPaper[T]] {
	table := params.Table[OfPaper[T]]{
		Rows:     params.Lift(q.Rows, func(p *OfPaper[T]) *T { return &p.Params }),
		Defaults: OfPaper[T]{Params: q.Defaults},
	}
	return newInputIn(r, table, func(p *OfPaper[T]) any { return &p.Params }, inPath[OfPaper[T]]{
		name: "id",
		set:  func(p *OfPaper[T], s string) (err error) { p.ID, err = params.ParseID("", s); return err },
		get:  func(p *OfPaper[T]) string { return string(p.ID) },
	})
}

// numberInPath is the number of a merge, after the id of its paper.
var numberInPath = inPath[OfPaper[library.MergeNumber]]{
	name: "number",
	set: func(p *OfPaper[library.MergeNumber], s string) error {
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return fault.New(fault.InvalidNumber, "", "%q is no number of a merge", s)
		}
		p.Params = library.MergeNumber(n)
		return nil
	},
	get: func(p *OfPaper[library.MergeNumber]) string { return strconv.FormatUint(uint64(p.Params), 10) },
}

// keyIDInPath is the id of an API key.
var keyIDInPath = inPath[access.KeyRotation]{
	name: "keyId",
	set:  func(p *access.KeyRotation, s string) error { p.ID = s; return nil },
	get:  func(p *access.KeyRotation) string { return p.ID },
}

// alone adapts a use case that has no parameters but what its path names.
func alone[S, K, A any](use func(*S, context.Context, K) (A, error)) func(*S, context.Context, K, None) (A, error) {
	return func(s *S, ctx context.Context, key K, _ None) (A, error) { return use(s, ctx, key) }
}

// at adds another variable part of the path.
func (e *Endpoint[P, A]) at(part inPath[P]) *Endpoint[P, A] {
	e.path = append(e.path, part)
	return e
}

// inParts makes a client send the parameters in several requests if they are too many for one.
func (e *Endpoint[P, A]) inParts(split func(P) []P, join func(*A, A)) *Endpoint[P, A] {
	e.split, e.join = split, join
	return e
}

// chunked returns a function that cuts parameters into parts of at most params.MaxIDs ids. Without
// ids there are no parts.
func chunked[P any](ids func(*P) *[]data.ID) func(P) []P {
	return func(p P) (all []P) {
		for chunk := range slices.Chunk(*ids(&p), params.MaxIDs) {
			part := p
			*ids(&part) = chunk
			all = append(all, part)
		}
		return all
	}
}

// observed makes e call observe with each answer, and returns e.
func observed[P, A any](e *Endpoint[P, A], observe func(*handler, *A)) *Endpoint[P, A] {
	e.observe = observe
	return e
}

// writtenBy makes e write its answers by appendJSON, and returns e.
func writtenBy[P, A any](e *Endpoint[P, A], appendJSON func([]byte, A) ([]byte, error)) *Endpoint[P, A] {
	e.appendJSON = appendJSON
	return e
}

// checkedBefore makes e refuse a HEAD request if before returns an error, and returns e.
func checkedBefore[P, A any](e *Endpoint[P, A], before func(*Service, context.Context, P) error) *Endpoint[P, A] {
	e.before = before
	return e
}

func removeFromList(s *lists.Service, ctx context.Context, key lists.Key, p library.IDs) (lists.Change, error) {
	if len(p.IDs) == 0 {
		return lists.Change{Missing: []data.ID{}}, library.MissingIDs()
	}
	return s.Remove(ctx, key, p.IDs)
}

func joinChanges(sum *lists.Change, next lists.Change) {
	sum.Changed, sum.Total = sum.Changed+next.Changed, next.Total
	sum.Missing = append(sum.Missing, next.Missing...)
}

// deletionsInParts splits a deletion by ids into deletions that one request can hold each. Other
// deletions are not split.
func deletionsInParts(d library.Deletion) []library.Deletion {
	if len(d.IDs) == 0 {
		return []library.Deletion{d}
	}
	return chunked(func(d *library.Deletion) *[]data.ID { return &d.IDs })(d)
}
