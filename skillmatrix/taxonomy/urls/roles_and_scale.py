"""Addresses of the draft's roles, targets, scale, promotion rules and settings."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
