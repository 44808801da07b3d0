package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
)

// A cursor is cursorVersion, 8 bytes of the search's fingerprint and the place of its
// last hit, big-endian, then the text that was searched where that is not the one typed,
// and the text that the hits are ordered by, all in base64url. So a walk goes on with the
// spelling that it began with, whatever papers come in. It is bound to what it continues
// but not signed: a forged one only skips hits.
const cursorVersion = 2

const (
	// maxCursorText bounds the text that hits are ordered by, a key of a title or a name.
	maxCursorText = 300
	// maxCursor bounds a cursor in characters: two texts and the rest.
	maxCursor = 1000
)

type cursorWire struct {
	Version uint8
	Search  [8]byte
	Score   float64
	Key     int64
	Missing bool
	Day     int32
	Number  uint32
	// Corrected is the length of the text that was searched, 0 where it was typed.
	Corrected uint16
}

// encodeCursor names the place after key in the search p, whose query may have been
// corrected.
func encodeCursor(p SearchParams, corrected string, key index.SortKey) string {
	var b bytes.Buffer
	wire := cursorWire{cursorVersion, fingerprint(p, corrected), key.Score, key.Key, key.Missing, key.Day, uint32(key.Number), uint16(len(corrected))}
	if err := binary.Write(&b, binary.BigEndian, wire); err != nil {
		panic(err) // of a buffer and a fixed-size struct
	}
	b.WriteString(corrected)
	b.WriteString(key.Text)
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// decodeCursor is the place that p.Cursor names, and the corrected text, if any, in which
// it is.
func decodeCursor(p SearchParams) (after *index.SortKey, corrected string, err error) {
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	var wire cursorWire
	size := binary.Size(wire)
	if err != nil || len(b) < size || b[0] != cursorVersion {
		return nil, "", invalidCursor()
	}
	texts := string(b[size:])
	if err := binary.Read(bytes.NewReader(b[:size]), binary.BigEndian, &wire); err != nil || math.IsNaN(wire.Score) || !utf8.ValidString(texts) ||
		int(wire.Corrected) > len(texts) || len(texts)-int(wire.Corrected) > maxCursorText {
		return nil, "", invalidCursor()
	}
	corrected = texts[:wire.Corrected]
	if wire.Search != fingerprint(p, corrected) || corrected != "" && p.Spelling == SpellingOff {
		return nil, "", newProblem("cursor_mismatch", "cursor", "the cursor belongs to another query, filter or sort; begin again without it")
	}
	return &index.SortKey{Score: wire.Score, Key: wire.Key, Text: texts[wire.Corrected:], Missing: wire.Missing, Day: wire.Day, Number: data.Number(wire.Number)}, corrected, nil
}

func invalidCursor() *Problem {
	return newProblem("invalid_cursor", "cursor", "that is no next_cursor of this server")
}

// fingerprint is of all that decides which papers a search finds and in which
// order.
func fingerprint(p SearchParams, corrected string) [8]byte {
	order := SearchParams{Q: p.Q, Match: p.Match, Filter: p.Filter, Sort: p.Sort}
	sum := sha256.Sum256([]byte(searchTable.values(&order).Encode() + "\x00" + corrected))
	return [8]byte(sum[:8])
}
