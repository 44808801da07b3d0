package api

import (
	"context"
	"time"

	"paperboy/api/access"
	"paperboy/api/add"
	"paperboy/api/export"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
)

// Maximum sizes of request bodies, in bytes. Each is enough for the longest value even if JSON
// escapes every character.
const (
	maxSimilarBody = 2 << 20
	maxListBody    = 1 << 20
	maxPaperBody   = 4 << 20
	maxFeedBody    = 1 << 20
	maxKeyBody     = 64 << 10
	maxAddBody     = 8 << 20
)

// The rest of the file has what the table of endpoints needs besides the use cases: the JSON bodies
// of requests, and functions that convert parameters to bodies (wire...) and back (read...).

type idList = []data.ID

// observed makes e call observe with each answer, and returns e.
func observed[P, A any](e *Endpoint[P, A], observe func(*handler, *A)) *Endpoint[P, A] {
	e.observe = observe
	return e
}

// checkedBefore makes e refuse a HEAD request if before returns an error, and returns e.
func checkedBefore[P, A any](e *Endpoint[P, A], before func(*Service, context.Context, P) error) *Endpoint[P, A] {
	e.before = before
	return e
}

// NewList are the parameters of POST /lists.
type NewList struct {
	Name string
	IDs  []data.ID
}

type listBody struct {
	Name string   `json:"name"`
	IDs  []string `json:"ids"`
}

func wireList(p NewList) listBody { return listBody{p.Name, spell(p.IDs)} }

func readList(p *NewList, b listBody) (err error) {
	p.Name = b.Name
	p.IDs, err = params.ParseIDs("ids", b.IDs)
	return err
}

func createList(s *lists.Service, ctx context.Context, p NewList) (lists.List, error) {
	return s.Create(ctx, p.Name, p.IDs)
}

type nameBody struct {
	Name string `json:"name"`
}

func wireName(p Keyed[string]) nameBody { return nameBody{p.Params} }

func readName(p *Keyed[string], b nameBody) error {
	p.Params = b.Name
	return nil
}

func deleteList(s *lists.Service, ctx context.Context, key lists.Key, _ None) (lists.List, error) {
	return s.Delete(ctx, key)
}

// ListAddition are papers to add to a reading list. If Note is not nil, it becomes the note of all
// of them.
type ListAddition struct {
	IDs  []data.ID
	Note *string
}

type additionBody struct {
	IDs  []string `json:"ids"`
	Note *string  `json:"note,omitempty"`
}

func wireAddition(p Keyed[ListAddition]) additionBody {
	return additionBody{spell(p.Params.IDs), p.Params.Note}
}

func readAddition(p *Keyed[ListAddition], b additionBody) (err error) {
	if len(b.IDs) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: a list of ids")
	}
	p.Params.Note = b.Note
	p.Params.IDs, err = params.ParseIDs("ids", b.IDs)
	return err
}

func addToList(s *lists.Service, ctx context.Context, key lists.Key, p ListAddition) (lists.Change, error) {
	return s.Add(ctx, key, p.IDs, p.Note)
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

// KeyKind names one of the two keys of a reading list: "edit" or "read".
type KeyKind string

type keyKindBody struct {
	Key KeyKind `json:"key"`
}

func wireKeyKind(p Keyed[KeyKind]) keyKindBody { return keyKindBody{p.Params} }

func readKeyKind(p *Keyed[KeyKind], b keyKindBody) error {
	if b.Key != "edit" && b.Key != "read" {
		return fault.New(fault.InvalidValue, "key", "say which key: edit or read")
	}
	p.Params = b.Key
	return nil
}

func renewListKey(s *lists.Service, ctx context.Context, key lists.Key, kind KeyKind) (lists.List, error) {
	return s.RenewKey(ctx, key, kind == "edit")
}

func exportList(s *Service, ctx context.Context, p Keyed[export.Format]) (Attachment, error) {
	name, write, err := s.Lists.PrepareExport(ctx, p.Key, p.Params)
	if err != nil {
		return Attachment{}, err
	}
	return attachment(p.Params, name, write), nil
}

func describeExport(_ *Service, _ context.Context, p search.ExportParams) (Attachment, error) {
	if p.Format == "" {
		return Attachment{}, export.Missing()
	}
	return attachment(p.Format, "papers", nil), nil
}

type wholePaper = data.Paper

func wirePaper(p OfPaper[data.Paper]) data.Paper { return p.Params }

func readPaper(p *OfPaper[data.Paper], b data.Paper) error {
	p.Params = b
	return nil
}

func deletePaper(s *library.Service, ctx context.Context, id data.ID, _ None) (library.DeleteAnswer, error) {
	return s.DeletePaper(ctx, id)
}

func mergesOfPaper(s *library.Service, ctx context.Context, id data.ID, _ None) (library.MergesAnswer, error) {
	return s.Merges(ctx, id)
}

// observationsOf adapts [library.Service.Observations], which has no parameters but the id.
func observationsOf(s *library.Service, ctx context.Context, id data.ID, _ None) ([]data.Observation, error) {
	return s.Observations(ctx, id)
}

// deletionsInParts splits a deletion by ids into deletions that one request can hold each. Other
// deletions are not split.
func deletionsInParts(d library.Deletion) []library.Deletion {
	if len(d.IDs) == 0 {
		return []library.Deletion{d}
	}
	return chunked(func(d *library.Deletion) *idList { return &d.IDs })(d)
}

// addition is the body of POST /add.
type addition struct {
	IDs    []string `json:"ids,omitempty" doc:"Ids of papers, in any usual spelling."`
	URLs   []string `json:"urls,omitempty" doc:"Addresses of pages, PDFs and files."`
	Titles []string `json:"titles,omitempty" doc:"Titles to search. Matches are offered, not added."`
	Text   string   `json:"text,omitempty" doc:"References in a known format, or ids, addresses and titles, one per line."`

	Undelete bool `json:"undelete,omitempty" doc:"Restores deleted papers that are added again."`
}

func wireAdd(p add.Params) addition { return addition{p.IDs, p.URLs, p.Titles, p.Text, p.Undelete} }

func readAdd(p *add.Params, b addition) error {
	*p = add.Params{IDs: b.IDs, URLs: b.URLs, Titles: b.Titles, Text: b.Text, Undelete: b.Undelete}
	return nil
}

type otherID = data.ID

type otherBody struct {
	ID string `json:"id"`
}

func wireOther(p OfPaper[otherID]) otherBody { return otherBody{string(p.Params)} }

func readOther(p *OfPaper[otherID], b otherBody) (err error) {
	p.Params, err = parseID("id", b.ID)
	return err
}

type feedBody struct {
	Name   string `json:"name"`
	Cursor string `json:"cursor"`
	Error  string `json:"error"`
}

func wireFeed(f library.Feed) feedBody { return feedBody{f.Name, f.Cursor, f.Error} }

func readFeed(f *library.Feed, b feedBody) error {
	f.Name, f.Cursor, f.Error = b.Name, b.Cursor, b.Error
	return nil
}

func wireSpec(s access.KeySpec) access.KeySpec { return s }

func readSpec(p *access.KeySpec, b access.KeySpec) error {
	*p = b
	return nil
}

// KeyRotation are the parameters of the endpoints that rotate or revoke an API key. Grace is how
// long the old secret is still accepted after a rotation.
type KeyRotation struct {
	ID    string
	Grace time.Duration
}

var keyIDInPath = inPath[KeyRotation]{
	name: "keyId",
	set:  func(p *KeyRotation, s string) error { p.ID = s; return nil },
	get:  func(p *KeyRotation) string { return p.ID },
}

type rotationBody struct {
	Grace string `json:"grace"`
}

func wireRotation(p KeyRotation) rotationBody { return rotationBody{p.Grace.String()} }

func readRotation(p *KeyRotation, b rotationBody) error {
	if b.Grace == "" {
		return nil
	}
	grace, err := access.ParseSpan(b.Grace)
	if err != nil {
		return fault.New(fault.InvalidValue, "grace", "want a time such as 24h or 7d")
	}
	p.Grace = grace
	return nil
}

func rotateKey(s *access.Access, ctx context.Context, p KeyRotation) (access.KeySecret, error) {
	return s.RotateKey(ctx, p.ID, p.Grace)
}

func revokeKey(s *access.Access, ctx context.Context, p KeyRotation) (access.APIKey, error) {
	return s.RevokeKey(ctx, p.ID)
}
