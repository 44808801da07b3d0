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

// Receipt returns a receipt of what a search finds, or, if p claims a receipt that was issued, it
// checks that one. A query that is not read exactly as written, so that it has notices, gets no
// receipt: the error is a *fault.Error.
//
// The searches run in the first turn (package fair) and each page of ids in one more. Changes
// that are committed between the searches may be counted as added since.
func (s *Service) Receipt(ctx context.Context, p ReceiptParams) (ReceiptAnswer, error) {
	if err := ReceiptTable.Validate(&p); err != nil {
		return ReceiptAnswer{}, err
	}
	isNew := p.Claim.At.IsZero()
	if isNew {
		if notices := query.Parse(p.Q).Notices; len(notices) > 0 {
			return ReceiptAnswer{}, fault.New(fault.NotUnderstood, "q", "a receipt is only of a query that is read exactly as it was written: %s", notices[0])
		}
	}
	now, err := s.findAll(ctx, p.Params)
	if err != nil {
		return ReceiptAnswer{}, fmt.Errorf("receipt: %w", err)
	}
	var since changes
	if !isNew {
		if since, err = s.changesSince(ctx, now.request, p.Claim.At); err != nil {
			return ReceiptAnswer{}, fmt.Errorf("check receipt: %w", err)
		}
	}
	if now.Total, now.SHA256, err = s.digest(ctx, now.numbers); err != nil {
		return ReceiptAnswer{}, fmt.Errorf("receipt: %w", err)
	}
	if isNew {
		p.Match = now.match
		p.Claim = now.Claim
		p.Claim.Signature = s.sign(p)
		return s.newReceipt(p, now), nil
	}
	a := s.newReceipt(p, now)
	a.Check, err = s.check(ctx, p, now, since)
	if err != nil {
		return ReceiptAnswer{}, fmt.Errorf("check receipt: %w", err)
	}
	return a, nil
}

func (s *Service) newReceipt(p ReceiptParams, f finding) ReceiptAnswer {
	return ReceiptAnswer{
		Query:   Echo{Text: p.Q, Parsed: f.request.Query.String(), Match: p.Match, Notices: append([]string{}, f.request.Query.Notices...)},
		Version: s.Version, Claim: p.Claim, URL: "/receipt?" + p.URLValues().Encode(),
	}
}

// finding is the result of a receipt's search.
type finding struct {
	Claim
	request index.Request
	match   index.Match
	numbers []data.Number
}

// findAll finds all papers of a search in one state of the index. It leaves out their digest.
func (s *Service) findAll(ctx context.Context, p Params) (finding, error) {
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
	return f, nil
}

// letIndexFollow waits up to receiptLag until searches see what the store holds. During a long
// ingest they do not: the receipt names the state of the index.
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
	_ = s.WaitVisible(limited, head) // see above
	return ctx.Err()
}

// digest returns the number of the live papers among numbers, and the SHA-256 of their ids as
// [Claim] defines it.
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

// changes are the papers of a search that were added or updated after a time.
type changes struct {
	added   []data.Number
	updated int
}

// changesSince finds the changes of a search after a time.
func (s *Service) changesSince(ctx context.Context, r index.Request, at time.Time) (changes, error) {
	since := r
	since.Filter.AddedAfter = latest(r.Filter.AddedAfter, at)
	added, err := s.Index.Search(ctx, since)
	if err != nil {
		return changes{}, err
	}
	since = r
	since.Filter.UpdatedAfter = latest(r.Filter.UpdatedAfter, at)
	since.All = 0
	updated, err := s.Index.Search(ctx, since)
	if err != nil {
		return changes{}, err
	}
	return changes{added.Numbers, max(updated.Total-added.Total, 0)}, nil
}

// check compares a receipt with what its search finds now.
func (s *Service) check(ctx context.Context, p ReceiptParams, now finding, since changes) (*ReceiptCheck, error) {
	c := &ReceiptCheck{
		Signed:   p.Claim.Signature != "" && hmac.Equal([]byte(p.Claim.Signature), []byte(s.sign(p))),
		At:       now.At,
		Sequence: now.Sequence, Total: now.Total, SHA256: now.SHA256,
		Added: len(since.added), Changed: since.updated,
	}
	if c.Same = now.SHA256 == p.Claim.SHA256; c.Same || c.Added == 0 {
		return c, nil
	}
	fresh := make(map[data.Number]bool, len(since.added))
	for _, n := range since.added {
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

// sign returns the signature of a receipt: an HMAC (RFC 2104) of its other parameters. The key is
// the store's identity, a secret of 128 bits that moves with the papers and is in no answer.
func (s *Service) sign(p ReceiptParams) string {
	p.Claim.Signature = ""
	h := hmac.New(sha256.New, []byte(s.Store.Identity()))
	h.Write([]byte("paperboy receipt 1\n" + p.URLValues().Encode()))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
