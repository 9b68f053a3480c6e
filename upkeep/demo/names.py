"""Invented names. Any likeness to a real person is chance."""

from random import Random

_FIRST = [
    "Ahmad",
    "Akhmad",
    "Muhammad",
    "Rahmat",
    "Syahrani",
    "Junaidi",
    "Hamdani",
    "Supian",
    "Rusdi",
    "Fahrul",
    "Mahyuni",
    "Syamsul",
    "Gazali",
    "Yusran",
    "Khairul",
    "Misran",
    "Sabirin",
    "Zainal",
    "Hasan",
    "Husni",
    "Ardiansyah",
    "Bahrudin",
    "Abdul",
    "Ilham",
    "Taufik",
    "Irwan",
    "Suriansyah",
    "Rizki",
    "Nanang",
    "Anang",
    "Udin",
    "Masrani",
    "Pahriadi",
    "Jumadi",
    "Bambang",
    "Slamet",
    "Agus",
    "Eko",
    "Dwi",
    "Tri",
    "Yoga",
    "Rendi",
    "Dani",
    "Hendra",
    "Wahyu",
    "Dedi",
    "Iwan",
    "Surya",
    "Fajar",
    "Bayu",
]
_LAST = [
    "Noor",
    "Fauzi",
    "Ridhani",
    "Anshari",
    "Hidayat",
    "Saputra",
    "Rahman",
    "Maulana",
    "Effendi",
    "Jailani",
    "Kurniawan",
    "Ramadhan",
    "Hakim",
    "Arifin",
    "Setiawan",
    "Wijaya",
    "Firdaus",
    "Hamid",
    "Mukhlis",
    "Salim",
    "Basri",
    "Aini",
    "Yani",
    "Rifani",
    "Suhaimi",
    "Mansyur",
    "Lutfi",
    "Zulfikar",
    "Alfian",
    "Syarif",
    "Ihsan",
    "Naufal",
    "Prasetyo",
    "Nugroho",
    "Santoso",
    "Wibowo",
    "Siregar",
    "Pratama",
    "Hermawan",
    "Subekti",
]
_WOMEN = [
    "Siti",
    "Nor",
    "Rahmah",
    "Halimah",
    "Mariani",
    "Rusmini",
    "Fitriani",
    "Norhayati",
    "Jamilah",
    "Masnah",
    "Hartati",
    "Yuliani",
]
_ALIASES = ["Utuh", "Amat", "Idup", "Galuh", "Ijum", "Upik", "Acil", "Anum", "Busu", "Tuha", "Kacil", "Julak"]
_VILLAGES = [
    "Barabai",
    "Pandawan",
    "Haruyan",
    "Birayang",
    "Kasarangan",
    "Pagat",
    "Banua-Budi",
    "Kapar",
    "Pantai-Hambawang",
    "Paringin",
    "Lampihong",
]
_OCCUPATIONS = [
    "Petani",
    "Buruh",
    "Pedagang",
    "Sopir",
    "Swasta",
    "Nelayan",
    "Penyadap-karet",
    "Montir",
    "Kuli-bangunan",
    "Tidak-bekerja",
]
_EDUCATION = ("Tidak sekolah", "SD", "SD", "SMP", "SMP", "SMA", "SMA", "D3")


class Names:
    """Different full names for as long as there are any, always in the same order for one seed."""

    def __init__(self, random: Random) -> None:
        self._random = random
        pairs = [f"{first} {last}" for first in _FIRST for last in _LAST]
        random.shuffle(pairs)
        self._men = iter(pairs)
        women = [f"{first} {last}" for first in _WOMEN for last in _LAST]
        random.shuffle(women)
        self._women = iter(women)

    def man(self) -> str:
        return next(self._men)

    def woman(self) -> str:
        return next(self._women)

    def alias(self) -> str:
        return self._random.choice(_ALIASES) if self._random.random() < 0.25 else ""

    def village(self) -> str:
        return self._random.choice(_VILLAGES).replace("-", " ")

    def occupation(self) -> str:
        return self._random.choice(_OCCUPATIONS).replace("-", " ")

    def education(self) -> str:
        return self._random.choice(_EDUCATION)
