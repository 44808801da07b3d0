package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

// A cursor consists of cursorVersion, 8 bytes of the search's fingerprint, the position of the
// last hit and the day of the first page (big-endian, with the length of its text and that text),
// and the query that was searched if it is not the typed one; all in base64url. So all pages of a
// search use the same spelling, whatever papers are added, and the same trending scores, even
// after midnight. A cursor is bound to its search, but not signed: a forged one can only skip
// hits.
const cursorVersion = 3

// maxCursorText limits the text of a position, a key of a title or a name.
const maxCursorText = 300

type cursorWire struct {
	Version uint8
	Search  [8]byte
	Score   float64
	Key     int64
	Missing bool
	Day     int32
	Number  uint32
	Today   int32
}

// position is where a search continues.
type position struct {
	// after is the place of the last hit.
	after index.SortKey
	// today is the day for which the first page was computed (index.Request.Today).
	today data.Date
	// corrected is the query that was searched, if it is not the typed one.
	corrected string
}

// encodeCursor returns a cursor for a position in the search p.
func encodeCursor(p Params, at position) string {
	var b bytes.Buffer
	key, corrected := at.after, at.corrected
	wire := cursorWire{cursorVersion, fingerprint(p, corrected), key.Score, key.Key, key.Missing, key.Day, uint32(key.Number), at.today.FirstDay()}
	if err := binary.Write(&b, binary.BigEndian, wire); err != nil {
		panic(err) // of a buffer and a fixed-size struct
	}
	b.Write(binary.AppendUvarint(nil, uint64(len(key.Text))))
	b.WriteString(key.Text)
	b.WriteString(corrected)
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// decodeCursor returns the position in p.Cursor.
func decodeCursor(p Params) (position, error) {
	invalid := fault.New(fault.InvalidCursor, "cursor", "this is not a next_cursor of this server")
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	var wire cursorWire
	size := binary.Size(wire)
	if err != nil || len(b) < size || b[0] != cursorVersion {
		return position{}, invalid
	}
	length, n := binary.Uvarint(b[size:])
	if n <= 0 || length > maxCursorText || length > uint64(len(b)-size-n) {
		return position{}, invalid
	}
	text := string(b[size+n : size+n+int(length)])
	corrected := string(b[size+n+int(length):])
	if err := binary.Read(bytes.NewReader(b[:size]), binary.BigEndian, &wire); err != nil || math.IsNaN(wire.Score) || !utf8.ValidString(text) || !utf8.ValidString(corrected) {
		return position{}, invalid
	}
	today := data.DateOfDay(wire.Today)
	if today.Validate() != nil {
		return position{}, invalid
	}
	if wire.Search != fingerprint(p, corrected) || corrected != "" && p.Spelling == SpellingOff {
		return position{}, fault.New(fault.CursorMismatch, "cursor", "the cursor belongs to another query, filter or sort; begin again without it")
	}
	after := index.SortKey{Score: wire.Score, Key: wire.Key, Text: text, Missing: wire.Missing, Day: wire.Day, Number: data.Number(wire.Number)}
	return position{after, today, corrected}, nil
}

// fingerprint returns a hash of the parameters that decide which papers a search finds, and in
// which order.
func fingerprint(p Params, corrected string) [8]byte {
	order := Params{Q: p.Q, Match: p.Match, Filter: p.Filter, Sort: p.Sort, Typing: p.Typing, Prior: p.Prior}
	search := Table.Values(&order).Encode() + "\x00" + corrected
	if len(p.Filter.Scope) > 0 { // is no parameter
		search += fmt.Sprint("\x00", p.Filter.Scope)
	}
	sum := sha256.Sum256([]byte(search))
	return [8]byte(sum[:8])
}
