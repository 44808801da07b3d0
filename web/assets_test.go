package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Files are sent as gzip makes them smallest, once, to those who take gzip.
func TestAssetsAreCompressed(t *testing.T) {
	h := newHandler(t, newService(t, collection()...))
	address := pageOf(t, h, http.StatusOK, "/").Find(`link[rel="stylesheet"]`).AttrOr("href", "")
	plain := get(t, h, address)
	request := httptest.NewRequest(http.MethodGet, address, nil)
	request.Header.Set("Accept-Encoding", "gzip")
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, request)
	if plain.Header().Get("Content-Encoding") != "" || answer.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("encodings %q and %q", plain.Header().Get("Content-Encoding"), answer.Header().Get("Content-Encoding"))
	}
	for _, a := range []*httptest.ResponseRecorder{plain, answer} {
		if got := a.Header().Values("Vary"); len(got) == 0 || a.Header().Get("Content-Type") != "text/css; charset=utf-8" {
			t.Errorf("header %v", a.Header())
		}
	}
	if sent, all := answer.Body.Len(), plain.Body.Len(); sent > all*27/100 {
		t.Errorf("%d of %d bytes are sent", sent, all)
	}
	r, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain.Body.Bytes()) {
		t.Errorf("%d bytes (%v), want the same file", len(got), err)
	}
}
