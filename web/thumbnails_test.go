package web

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data"
	"paperboy/data/thumbnails"
)

func TestThumbnails(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 120, 63))); err != nil {
		t.Fatal(err)
	}
	cache, err := thumbnails.Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := cache.Put("x:1", picture.Bytes()); err != nil {
		t.Fatal(err)
	}
	service := newService(t, data.Record{Paper: data.Paper{ID: "x:1", Title: "With a picture"}}, data.Record{Paper: data.Paper{ID: "x:2", Title: "Without a picture"}})
	e := echo.New()
	if err := Install(e, service, Options{Gate: api.Install(e, service, api.HTTPOptions{}), Thumbnails: cache}); err != nil {
		t.Fatal(err)
	}
	address := ""
	for _, test := range []struct {
		path, selector string
		want           int
	}{{"/papers/x:1", "aside img.thumbnail", 1}, {"/papers/x:2", "aside img.thumbnail", 0}, {"/search?q=picture", ".hit img.thumbnail", 1}} {
		path := test.path
		pictures := pageOf(t, e, http.StatusOK, path).Find(test.selector)
		if pictures.Length() != test.want {
			t.Errorf("%s has %d pictures, want %d", path, pictures.Length(), test.want)
		}
		for name, want := range map[string]string{"width": "120", "height": "63", "loading": "lazy", "alt": ""} {
			if got, ok := pictures.Attr(name); pictures.Length() > 0 && (!ok || got != want) {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if src, ok := pictures.Attr("src"); ok {
			address = src
		}
	}
	answer := get(t, e, address)
	if answer.Code != http.StatusOK || !bytes.Equal(answer.Body.Bytes(), picture.Bytes()) {
		t.Errorf("%s: %d with %d bytes", address, answer.Code, answer.Body.Len())
	}
	for name, want := range map[string]string{
		"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=86400",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
	} {
		if got := answer.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, path := range []string{"/thumbnails/x.png", "/thumbnails/..%2Fpapers.db", strings.Replace(address, "-120x63", "-120x64", 1)} {
		if answer := get(t, e, path); answer.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, answer.Code)
		}
	}
	off := newHandler(t, service)
	if answer := get(t, off, address); answer.Code != http.StatusNotFound || pageOf(t, off, http.StatusOK, "/papers/x:1").Find("img.thumbnail").Length() > 0 {
		t.Errorf("without thumbnails %s: %d, want 404 and no picture", address, answer.Code)
	}
}
