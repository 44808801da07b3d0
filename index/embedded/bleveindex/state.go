package bleveindex

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"paperboy/data"
	"paperboy/index"
)

// stateKeys are the internal keys under which the batches of one Apply say what they contain,
// each under its own.
var stateKeys = func() (keys [maxBatches][]byte) {
	for i := range keys {
		keys[i] = []byte("paperboy")
		if i > 0 {
			keys[i] = strconv.AppendInt(keys[i], int64(i), 10)
		}
	}
	return keys
}()

// state says which store the index follows, and how far: it has all changes up to Sequence,
// and those of Ahead.
type state struct {
	Store    string        `json:"store"`
	Schema   int           `json:"schema"`
	Sequence data.Sequence `json:"sequence"`
	Ahead    span          `json:"ahead,omitzero"`
}

// span is the changes after After, up to Through.
type span struct {
	After   data.Sequence `json:"after"`
	Through data.Sequence `json:"through"`
}

// readState reads the state of a Bleve snapshot; ok is false if there is none.
func readState(snap *scorch.IndexSnapshot) (s state, ok bool, err error) {
	var said []state
	for _, key := range stateKeys {
		raw, err := snap.GetInternal(key)
		if err != nil {
			return state{}, false, fmt.Errorf("read index state: %w", err)
		}
		if raw == nil {
			continue
		}
		one, err := decodeState(raw)
		if err != nil {
			return state{}, false, err
		}
		said = append(said, one)
	}
	if len(said) == 0 {
		return state{}, false, nil
	}
	return combine(said), true, nil
}

// combine returns the state that several batches add up to. Its position is the end of what is
// in the index without a gap.
func combine(said []state) state {
	slices.SortFunc(said, func(a, b state) int { return cmp.Compare(a.Ahead.After, b.Ahead.After) })
	s := slices.MaxFunc(said, func(a, b state) int { return cmp.Compare(a.Sequence, b.Sequence) })
	for _, one := range said {
		if one.Ahead.After <= s.Sequence {
			s.Sequence = max(s.Sequence, one.Ahead.Through)
		}
	}
	s.Ahead = span{}
	return s
}

func (s state) position() index.Position { return index.Position{Store: s.Store, Sequence: s.Sequence} }

func (s state) encode() []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // three plain fields
	}
	return b
}

func decodeState(b []byte) (state, error) {
	var s state
	if err := json.Unmarshal(b, &s); err != nil {
		return state{}, fmt.Errorf("read index state: %w", err)
	}
	return s, nil
}
