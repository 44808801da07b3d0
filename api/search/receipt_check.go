package search

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// Receipt is what a search found, or where p claims one that was given out, whether
// it still finds that. A query of which something was left out or read in another way,
// as its notices say, gets no receipt: it is a *fault.Error.
//
// What is committed during the moment of the search may be counted as come in since.
func (s *Service) Receipt(ctx context.Context, p ReceiptParams) (ReceiptAnswer, error) {
	if err := ReceiptTable.Validate(&p); err != nil {
		return ReceiptAnswer{}, err
	}
	if p.Claim.At.IsZero() {
		if notices := query.Parse(p.Q).Notices; len(notices) > 0 {
			return ReceiptAnswer{}, fault.New(fault.NotUnderstood, "q", "a receipt is only of a query that is read exactly as it was written: %s", notices[0])
		}
	}
	now, err := s.claim(ctx, p.Params)
	if err != nil {
		return ReceiptAnswer{}, fmt.Errorf("receipt: %w", err)
	}
	if p.Claim.At.IsZero() {
		p.Match = now.match
		p.Claim = now.Claim
		p.Claim.Signature = s.sign(p)
		return s.receipt(p, now), nil
	}
	a := s.receipt(p, now)
	a.Check, err = s.check(ctx, p, now)
	if err != nil {
		return ReceiptAnswer{}, fmt.Errorf("check receipt: %w", err)
	}
	return a, nil
}

func (s *Service) receipt(p ReceiptParams, f finding) ReceiptAnswer {
	return ReceiptAnswer{
		Query:   Echo{Text: p.Q, Parsed: f.request.Query.String(), Match: p.Match, Notices: append([]string{}, f.request.Query.Notices...)},
		Version: s.Version, Claim: p.Claim, URL: "/receipt?" + p.URLValues().Encode(),
	}
}

// finding is what a search finds now.
type finding struct {
	Claim
	request index.Request
	match   index.Match
	numbers []data.Number
}

// claim finds all papers of one view.
func (s *Service) claim(ctx context.Context, p Params) (finding, error) {
	f := finding{Claim: Claim{At: s.Now().UTC()}}
	if err := s.letIndexFollow(ctx); err != nil {
		return f, err
	}
	stats := s.Index.Stats()
	request, result, err := s.All(ctx, p, "a receipt", MaxReceipt)
	if err != nil {
		return f, err
	}
	f.request, f.match, f.numbers = request, result.Match, result.Numbers
	f.Sequence, f.Schema, f.Papers = result.Sequence, stats.Schema, stats.Papers
	f.Total, f.SHA256, err = s.digest(ctx, f.numbers)
	return f, err
}

// letIndexFollow waits a little until searches see what the store holds. In a long
// ingest they do not: the receipt says how far the index had come.
func (s *Service) letIndexFollow(ctx context.Context) error {
	if s.WaitVisible == nil {
		return nil
	}
	head, err := s.Store.Head(ctx)
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, receiptLag)
	defer cancel()
	_ = s.WaitVisible(limited, head) // the receipt says how far the index is
	return ctx.Err()
}

// digest hashes the ids of live papers.
func (s *Service) digest(ctx context.Context, numbers []data.Number) (total int, sum string, err error) {
	ids, err := s.IDs(ctx, numbers)
	if err != nil {
		return 0, "", err
	}
	slices.Sort(ids)
	h := sha256.New()
	for _, id := range ids {
		h.Write(append([]byte(id), '\n'))
	}
	return len(ids), hex.EncodeToString(h.Sum(nil)), nil
}

// check compares a receipt with what its search finds now.
func (s *Service) check(ctx context.Context, p ReceiptParams, now finding) (*ReceiptCheck, error) {
	c := &ReceiptCheck{
		Signed:   p.Claim.Signature != "" && hmac.Equal([]byte(p.Claim.Signature), []byte(s.sign(p))),
		At:       now.At,
		Sequence: now.Sequence, Total: now.Total, SHA256: now.SHA256,
	}
	since := now.request
	since.Filter.AddedAfter = latest(since.Filter.AddedAfter, p.Claim.At)
	added, err := s.Index.Search(ctx, since)
	if err != nil {
		return nil, err
	}
	since = now.request
	since.Filter.UpdatedAfter = latest(since.Filter.UpdatedAfter, p.Claim.At)
	since.All = 0
	changed, err := s.Index.Search(ctx, since)
	if err != nil {
		return nil, err
	}
	c.Added, c.Changed = added.Total, max(changed.Total-added.Total, 0)
	if c.Same = now.SHA256 == p.Claim.SHA256; c.Same || c.Added == 0 {
		return c, nil
	}
	fresh := make(map[data.Number]bool, len(added.Numbers))
	for _, n := range added.Numbers {
		fresh[n] = true
	}
	before := slices.DeleteFunc(slices.Clone(now.numbers), func(n data.Number) bool { return fresh[n] })
	_, sum, err := s.digest(ctx, before)
	c.Same = sum == p.Claim.SHA256
	return c, err
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sign makes the signature of a receipt, whatever stands in its place: an HMAC
// (RFC 2104) of its other parameters. The key is the store's identity, a secret of 128
// bits that moves with the papers and that no answer tells.
func (s *Service) sign(p ReceiptParams) string {
	p.Claim.Signature = ""
	h := hmac.New(sha256.New, []byte(s.Store.Identity()))
	h.Write([]byte("paperboy receipt 1\n" + p.URLValues().Encode()))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
