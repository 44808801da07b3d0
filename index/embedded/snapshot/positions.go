package snapshot

import (
	"fmt"
	"slices"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
)

// ReadPositions runs read, which reads positions from a field of Bleve's file. The error is a
// *DamageError if read fails or would have read something damaged.
func (s *Segment) ReadPositions(field string, read func() error) error {
	err := panics.Recover("embedded.checksums", func() error { return s.checkDictionary(field) })
	if err == nil {
		err = panics.Recover("embedded.positions", read)
		if panics.Is(err) && s.checkAll() == nil {
			return err // not because of damage
		}
	}
	if err != nil {
		return &DamageError{s.ID, err}
	}
	return nil
}

// checkAll compares the whole file with its checksums.
func (s *Segment) checkAll() error {
	file, ok := s.Bleve.(segment.File)
	if s.Checksums == nil || !ok {
		return nil
	}
	data := file.Data()
	return panics.Recover("embedded.checksums", func() error { return s.Checksums.Check(data, segment.Range{From: 0, To: uint64(len(data))}) })
}

func (s *Segment) checkDictionary(field string) error {
	file, ok := s.Bleve.(segment.File)
	if s.Checksums == nil || !ok {
		return nil
	}
	data, dictionary := file.Data(), s.Checksums.Dictionaries[field]
	if at, err := file.DictAddr(field); err != nil || at != dictionary.From {
		return fmt.Errorf("dictionary of %s: %w", field, segment.ErrChecksum)
	}
	if err := s.Checksums.Check(data, dictionary); err != nil {
		return fmt.Errorf("dictionary of %s: %w", field, err)
	}
	return nil
}

// listsOf returns a function that opens the list of a form in a field of Bleve's file, after
// comparing it with its checksums: Bleve would allocate as much memory as a damaged frequency
// says.
func (s *Segment) listsOf(field string) (open func(form string) (zap.PostingsIterator, error), err error) {
	dictionary, err := s.Bleve.Dictionary(field)
	if err != nil {
		return nil, err
	}
	file, isFile := s.Bleve.(segment.File)
	return func(form string) (zap.PostingsIterator, error) {
		list, err := dictionary.PostingsList([]byte(form), nil, nil)
		if err != nil {
			return nil, err
		}
		if s.Checksums != nil && isFile {
			if err := s.Checksums.CheckList(file.Data(), list); err != nil {
				return nil, fmt.Errorf("postings of %s: %w", field, err)
			}
		}
		return list.Iterator(true, false, true, nil), nil
	}, nil
}

// MatchPhrase adds to into the candidates in which tokens are as far from each other as in the
// query.
func (s *Segment) MatchPhrase(tokens []analysis.Token, name string, candidates, into bitset.Set) error {
	open, err := s.listsOf(name)
	if err != nil {
		return err
	}
	iterators := make([]zap.PostingsIterator, len(tokens))
	for k, t := range tokens {
		if iterators[k], err = open(t.Form); err != nil {
			return err
		}
	}
	var starts, next []int
	for doc := range candidates.Each {
		for k, t := range tokens {
			found, err := iterators[k].Advance(uint64(doc))
			if err != nil {
				return err
			}
			if found == nil || found.Number() != uint64(doc) {
				return segment.ErrPostings
			}
			next = next[:0]
			for _, l := range found.Locations() {
				start := int(l.Pos()) - t.Position
				if k == 0 || slices.Contains(starts, start) {
					next = append(next, start)
				}
			}
			starts, next = next, starts
		}
		if len(starts) > 0 {
			into.Add(doc)
		}
	}
	return nil
}

// DamageError is the error of a search that a damaged segment cannot answer. It wraps
// index.ErrDamaged and Cause.
type DamageError struct {
	ID    uint64
	Cause error
}

func (d *DamageError) Error() string { return fmt.Sprintf("segment %x: %v", d.ID, d.Cause) }

func (d *DamageError) Unwrap() []error { return []error{index.ErrDamaged, d.Cause} }
