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

// A cursor is cursorVersion, 8 bytes of the search's fingerprint and the place
// of its last hit, big-endian, with its text at the end, in base64url. It is bound to what it continues
// but not signed: a forged one only skips hits.
const cursorVersion = 2

// maxCursorText bounds the text at the end of a cursor, a key of a title or a name.
const maxCursorText = 300

type cursorWire struct {
	Version uint8
	Search  [8]byte
	Score   float64
	Key     int64
	Missing bool
	Day     int32
	Number  uint32
}

// encodeCursor names the place behind key in the search p.
func encodeCursor(p SearchParams, key index.SortKey) string {
	var b bytes.Buffer
	wire := cursorWire{cursorVersion, fingerprint(p), key.Score, key.Key, key.Missing, key.Day, uint32(key.Number)}
	if err := binary.Write(&b, binary.BigEndian, wire); err != nil {
		panic(err) // of a buffer and a fixed-size struct
	}
	b.WriteString(key.Text)
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// decodeCursor is the place that p.Cursor names.
func decodeCursor(p SearchParams) (*index.SortKey, error) {
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	var wire cursorWire
	if err != nil || len(b) < binary.Size(wire) || len(b) > binary.Size(wire)+maxCursorText || b[0] != cursorVersion {
		return nil, newProblem("invalid_cursor", "cursor", "that is no next_cursor of this server")
	}
	text := string(b[binary.Size(wire):])
	if err := binary.Read(bytes.NewReader(b), binary.BigEndian, &wire); err != nil || math.IsNaN(wire.Score) || !utf8.ValidString(text) {
		return nil, newProblem("invalid_cursor", "cursor", "that is no next_cursor of this server")
	}
	if wire.Search != fingerprint(p) {
		return nil, newProblem("cursor_mismatch", "cursor", "the cursor belongs to another query, filter or sort; begin again without it")
	}
	return &index.SortKey{Score: wire.Score, Key: wire.Key, Text: text, Missing: wire.Missing, Day: wire.Day, Number: data.Number(wire.Number)}, nil
}

// fingerprint is of all that decides which papers a search finds and in which
// order.
func fingerprint(p SearchParams) [8]byte {
	order := SearchParams{Q: p.Q, Match: p.Match, Filter: p.Filter, Sort: p.Sort}
	sum := sha256.Sum256([]byte(searchTable.values(&order).Encode()))
	return [8]byte(sum[:8])
}
