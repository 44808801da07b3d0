package ingest

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/citekey"
	"paperboy/data/store"
)

// maxSuffix is the highest suffix that is tried for a citation key. Beyond it, the suffix is the
// number of the paper, so that a thousand papers called "editorial2020" cost no more than ten.
const maxSuffix = 9

// put stores papers, each with a citation key that no other paper has or had.
func put(tx store.Tx, writes []store.Write) error {
	if err := giveCitationKeys(tx, writes); err != nil {
		return err
	}
	return tx.Put(writes)
}

// giveCitationKeys gives each paper a citation key, once: the one that its oldest record with a key
// states, or else one made of its fields. If another paper has this key, it gets a suffix. Keys are
// aliases of their papers, so that they stay with them through merges and are never used again.
//
// The key is kept in the record that states it, or in the oldest, from which the paper has it when it
// is merged again.
func giveCitationKeys(tx store.Tx, writes []store.Write) error {
	keys, wanted := make([]string, len(writes)), make([]data.ID, len(writes))
	for i := range writes {
		keys[i] = wantedKey(&writes[i].Paper)
		wanted[i] = data.CitationKeyID(keys[i])
	}
	owners, err := tx.Numbers(wanted)
	if err != nil {
		return err
	}
	for i := range writes {
		w, key := &writes[i], keys[i]
		if owner, taken := owners[wanted[i]]; taken && owner != w.Number {
			if key, err = freeKey(tx, owners, key, w.Number); err != nil {
				return err
			}
		}
		id := data.CitationKeyID(key)
		owners[id] = w.Number
		w.Aliases = append(slices.Clip(w.Aliases), id)
		if key != w.Paper.CitationKey {
			w.Records = slices.Clone(w.Records)
			data.SetCitationKey(w.Records, key)
			w.Paper.CitationKey = key
		}
	}
	return nil
}

func wantedKey(p *data.Paper) string {
	if p.CitationKey != "" {
		return p.CitationKey
	}
	return citekey.Make(p)
}

// freeKey returns the first of the keys with a suffix that no other paper than number has, neither in
// the store nor among owners, which has the keys of this batch.
func freeKey(tx store.Tx, owners map[data.ID]data.Number, key string, number data.Number) (string, error) {
	var candidates []string
	for n := 2; n <= maxSuffix; n++ {
		candidates = append(candidates, citekey.Next(key, n))
	}
	candidates = append(candidates, citekey.Next(key, max(int(number), maxSuffix+1)))
	ids := make([]data.ID, len(candidates))
	for i, candidate := range candidates {
		ids[i] = data.CitationKeyID(candidate)
	}
	found, err := tx.Numbers(ids)
	if err != nil {
		return "", err
	}
	for i, id := range ids {
		given, isGiven := owners[id]
		owner, isOwned := found[id]
		if (!isGiven || given == number) && (!isOwned || owner == number) {
			return candidates[i], nil
		}
	}
	return fmt.Sprintf("%s_n%d", key, number), nil // another paper was given "key_NUMBER" by its source
}

// givenSuffix matches what freeKey adds to a key.
var givenSuffix = regexp.MustCompile(`^_n?[0-9]+$`)

// isGivenFor reports whether the library may have given key to a paper whose record states another
// one, or none.
func isGivenFor(key, stated string) bool {
	suffix, extends := strings.CutPrefix(key, stated)
	return stated == "" || extends && givenSuffix.MatchString(suffix)
}

// The pace at which papers of an older version of Paperboy get their keys: keysAtOnce in a
// transaction, and then a rest of keyRest times as long as that took.
const (
	keysAtOnce = 200
	keyRest    = 3
)

// keyGiver is a Sink that gives a citation key to papers that were stored before papers had one.
type keyGiver struct {
	in      *Ingester
	made    <-chan struct{} // closed once in can be used
	missing []data.Number
	through data.Sequence // all papers up to this change are in missing, or have a key
}

// Reset implements Sink.
func (k *keyGiver) Reset() (after data.Sequence) {
	k.missing, k.through = nil, k.in.opts.KeyedThrough
	return k.through
}

// Take implements Sink.
func (k *keyGiver) Take(ctx context.Context, changes []data.Change, end bool) (again time.Duration) {
	for _, c := range changes {
		k.through = c.Sequence
		if c.Paper != nil && c.Paper.CitationKey == "" {
			k.missing = append(k.missing, c.Number)
		}
	}
	switch {
	case !end:
		return 0
	case len(k.missing) == 0:
		if k.in.opts.Keyed != nil {
			k.in.opts.Keyed(k.through)
		}
		return 0
	}
	<-k.made
	start := time.Now()
	n := min(keysAtOnce, len(k.missing))
	if err := k.in.update(ctx, func(tx store.Tx) error { return giveKeys(tx, k.missing[:n]) }); err != nil {
		if ctx.Err() == nil {
			k.in.opts.Report(fmt.Errorf("give citation keys to papers of an older version: %w", err))
		}
		return time.Minute
	}
	if k.missing = k.missing[n:]; len(k.missing) == 0 {
		return 0
	}
	return keyRest * time.Since(start)
}

// giveKeys gives citation keys to those of the papers that are live, intact and without a key.
func giveKeys(tx store.Tx, numbers []data.Number) error {
	entries, err := tx.ByNumber(numbers)
	if err != nil {
		return err
	}
	var writes []store.Write
	for _, number := range numbers {
		e, ok := entries[number]
		if ok && e.Number == number && !e.Deleted && !e.Damaged && e.Paper.CitationKey == "" {
			writes = append(writes, store.Write{Number: number, Paper: e.Paper, Records: e.Records, Foreign: e.Foreign})
		}
	}
	return put(tx, writes)
}
