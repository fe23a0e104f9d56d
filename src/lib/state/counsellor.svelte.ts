/** A counsellor's browser: nothing yet, locked, or open and at work. */
import { codeOf, Fault, Refusal } from '../base/fault';
import { fromWords, parse, toWords } from '../domain/recovery';
import { isEnough } from '../domain/strength';
import { foundCentre } from '../sync/centre';
import { isLocked } from '../sync/lock';
import { newSheet, recoveryLease } from '../sync/packages';
import { DexieVault } from '../sync/vault/dexie';
import {
	DESK,
	founderOf,
	hasAccount,
	keepAccount,
	openAccount,
	recoverAccount,
	recoveryOf,
	sheetRow,
	type Account,
	type Unlocked
} from './account';
import type { Beginning } from './beginning';
import { pictureUrl } from './cards';
import type { ChatModel } from './chat.svelte';
import type { Connection, CounsellorApp, Face, RecoverySheet } from './contract';
import type { Invited } from './contract-team';
import type { CentreTexts, OwnAvailability } from './contract-reachable';
import { claim, fetchInvitation, joiningBytes, makeNewcomer, readJoining, readSecret, type Joining } from './joining';
import { jsonBytes, readJson } from './json';
import type { Reachable } from './reachable.svelte';
import type { Team } from './team.svelte';
import { startWorker } from './update.svelte';
import { Workplace } from './workplace.svelte';

/** What a centre shows its clients until it writes a text of its own. */
const EMERGENCY = 'Lebensgefahr: 112 · Reden: 0800 111 0 111';
const AUTO_LOCK_MS = 15 * 60_000;
const NAME_MOST = 60;
const CENTRE_MOST = 80;

/** See the header. */
export class CounsellorModel implements CounsellorApp {
	phase = $state<CounsellorApp['phase']>('starting');
	connection = $state<Connection>('connecting');
	warning = $state<string | null>(null);
	pendingSheet = $state.raw<RecoverySheet | null>(null);
	isRemoved = $state(false);
	#work = $state.raw<Workplace | null>(null);
	#vault: DexieVault | null = null;
	#touchedMs = Date.now();
	/** What was open before is closed. */
	#ending: Promise<void> = Promise.resolve();

	get chat(): ChatModel | null {
		return this.#work?.chat ?? null;
	}

	get me(): Face | null {
		return this.#work?.me ?? null;
	}

	get centre(): CentreTexts | null {
		return this.#work?.centre ?? null;
	}

	get availability(): OwnAvailability | null {
		return this.#work?.availability ?? null;
	}

	get team(): Team | null {
		return this.#work?.team ?? null;
	}

	get reachable(): Reachable | null {
		return this.#work?.reachable ?? null;
	}

	/** Looks what is on this device. */
	async start(): Promise<void> {
		if (this.phase !== 'starting') return;
		this.#lockWhenIdle();
		try {
			if (!(await DexieVault.exists(DESK))) {
				this.phase = 'new';
				return;
			}
			this.#vault = await DexieVault.open(DESK);
			// what was cut off before it held anything is nothing
			const isKept = (await isLocked(this.#vault)) && (await hasAccount(this.#vault));
			this.phase = isKept ? 'locked' : 'new';
			void startWorker();
		} catch (error) {
			this.warning = codeOf(error);
			this.phase = 'new';
		}
	}

	async found(input: Parameters<CounsellorApp['found']>[0]): Promise<RecoverySheet> {
		const [centreName, name] = [checkedName(input.centreName, CENTRE_MOST), checkedName(input.name)];
		if (!isEnough(input.passphrase, [centreName, name])) throw new Refusal('passphrase-weak');
		const picture = await pictureUrl(input.picture);
		const centre = await foundCentre(location.origin, input.setupCode, Date.now());
		const account = founderOf(centre);
		const unlocked = await this.#keep(account, input.passphrase);
		const face = { name: centreName, hours: '', answerTime: '', emergencyText: EMERGENCY };
		const work = await this.#enter(unlocked, { centre, face, card: { name, picture } });
		const secret = newSheet();
		const sheet = { words: toWords(secret), centreName, counsellorName: name };
		// Until it has been checked the sheet can be shown again, also after a restart.
		await unlocked.rows.vault.commit([await unlocked.rows.put('meta', 'sheet', jsonBytes(sheet))], true);
		const { whole, ...lease } = await recoveryOf(secret, account);
		await work.team?.sheet.adopt(lease);
		await work.send(lease.id, whole);
		this.#show(work, sheet);
		return sheet;
	}

	async lookAtInvitation(fragment: string): Promise<Invited> {
		const { centreName, name, isLead } = await fetchInvitation(location.origin, secretOf(fragment));
		return { centreName, name, isLead };
	}

	async join(input: Parameters<CounsellorApp['join']>[0]): Promise<RecoverySheet> {
		const secret = secretOf(input.fragment);
		const content = await fetchInvitation(location.origin, secret);
		const { centreName } = content;
		const name = checkedName(input.name);
		if (!isEnough(input.passphrase, [centreName, name])) throw new Refusal('passphrase-weak');
		const card = { name, picture: await pictureUrl(input.picture) };
		const words = newSheet();
		const sheet = { words: toWords(words), centreName, counsellorName: name };
		const { account, joining } = await makeNewcomer(secret, content, words, card, Date.now());
		const beside = { joining: joiningBytes(joining), sheet: jsonBytes(sheet) };
		const unlocked = await this.#keep(account, input.passphrase, beside);
		this.#show(await this.#goOnJoining(unlocked, joining), sheet);
		return sheet;
	}

	/** From the claim on; who is not let in is as new here as before. Rejects with a `Refusal` or a `Fault`. */
	async #goOnJoining(unlocked: Unlocked, joining: Joining): Promise<Workplace> {
		try {
			await claim(location.origin, joining);
			return await this.#enter(unlocked, { joining });
		} catch (error) {
			if (!(error instanceof Refusal)) {
				// it goes on with the passphrase, as soon as there is a connection
				this.phase = 'locked';
				throw error;
			}
			await this.#vault?.wipe();
			this.#vault = null;
			this.phase = 'new';
			throw error.code === 'not-allowed' ? new Refusal('invitation-withdrawn') : error;
		}
	}

	async renewSheet(passphrase: string): Promise<void> {
		const team = this.#work?.team;
		if (!this.#vault || !team || team.sheetState.isRenewing) throw new Fault('unexpected');
		const { rows, account } = await openAccount(this.#vault, passphrase);
		const secret = newSheet();
		const { whole } = await recoveryOf(secret, account);
		const sheet = { words: toWords(secret), centreName: team.parts.centreName(), counsellorName: this.me?.name ?? '' };
		await rows.vault.commit([await rows.put('meta', 'sheet', jsonBytes({ ...sheet, whole }))], true);
		this.pendingSheet = sheet;
	}

	async confirmSheet(): Promise<void> {
		await this.#replaceSheet();
		await this.#vault?.commit([{ table: 'meta', key: 'sheet', value: null }], true);
		this.pendingSheet = null;
	}

	/** A checked sheet takes the place of the one before it; again after a cut, with the same bytes. */
	async #replaceSheet(): Promise<void> {
		const [work, pending] = [this.#work, this.pendingSheet];
		const row = await work?.unlocked.rows.get('meta', 'sheet');
		const kept = row?.ok && row.value ? readJson(row.value, sheetRow) : null;
		const secret = fromWords(parse((pending?.words ?? []).join(' ')));
		if (!work || !kept?.ok || kept.value.whole === null || !secret.ok) return;
		const lease = await recoveryLease(secret.value);
		await work.send(lease.id, kept.value.whole);
		await work.team?.sheet.replace(lease);
	}

	async restore(words: readonly string[], passphrase: string): Promise<void> {
		const sheet = fromWords(parse(words.join(' ')));
		if (!sheet.ok) throw new Refusal('recovery-words-wrong');
		if (!isEnough(passphrase)) throw new Refusal('passphrase-weak');
		const account = await recoverAccount(location.origin, sheet.value);
		const work = await this.#enter(await this.#keep(account, passphrase));
		const lease = await recoveryLease(sheet.value);
		void work.team?.sheet.cameWith(lease);
		this.#show(work);
	}

	async unlock(passphrase: string): Promise<void> {
		if (!this.#vault) throw new Fault('storage-unreadable');
		await this.#ending;
		const unlocked = await openAccount(this.#vault, passphrase);
		const under = await unlocked.rows.get('meta', 'joining');
		const joining = readJoining(under.ok ? under.value : null);
		const work = await (joining ? this.#goOnJoining(unlocked, joining) : this.#enter(unlocked));
		const row = await unlocked.rows.get('meta', 'sheet');
		const sheet = row.ok && row.value ? readJson(row.value, sheetRow) : null;
		this.#show(work, sheet?.ok ? sheet.value : null);
	}

	/** Shows what was opened, and the sheet that is still to be checked; not what was locked meanwhile. SPEC.md Z7. */
	#show(work: Workplace, sheet: RecoverySheet | null = null): void {
		if (this.#work !== work) return;
		this.pendingSheet = sheet;
		this.phase = 'open';
	}

	lock(): void {
		if (!this.#work) return;
		this.#work.tellLock();
		this.#ending = this.#work.leave();
		this.#work = null;
		this.pendingSheet = null;
		this.warning = null;
		this.phase = 'locked';
	}

	/** A vault under a passphrase; an older one on this device is replaced. */
	async #keep(account: Account, passphrase: string, beside?: Parameters<typeof keepAccount>[3]): Promise<Unlocked> {
		await this.#ending;
		if (this.#vault) await this.#vault.wipe();
		this.#vault = await DexieVault.open(DESK);
		// reason: a browser that fails to promise is like one that does not
		void navigator.storage.persist().catch(() => false);
		return keepAccount(this.#vault, account, passphrase, beside);
	}

	async #enter(unlocked: Unlocked, beginning?: Beginning): Promise<Workplace> {
		this.isRemoved = false;
		let isToLock = false;
		const lock = (): void => {
			isToLock = true;
			this.lock();
		};
		const events = {
			onReach: (reach: Connection) => {
				this.connection = reach;
				// a fresh connection is believed until it does the same again
				if (reach === 'online' && (this.warning === 'relay-nonsense' || this.warning === 'relay-withholds'))
					this.warning = null;
			},
			onWarning: (code: string) => {
				this.warning = code;
			},
			onLock: lock,
			onRemoved: () => {
				this.isRemoved = true;
				lock();
			}
		};
		const work = (this.#work = await Workplace.open(unlocked, events, beginning));
		this.#touchedMs = Date.now();
		if (isToLock) this.lock();
		void startWorker();
		return work;
	}

	/** Locks after a while without a touch. */
	#lockWhenIdle(): void {
		const touch = (): void => {
			this.#touchedMs = Date.now();
		};
		addEventListener('pointerdown', touch, { passive: true });
		addEventListener('keydown', touch, { passive: true });
		setInterval(() => {
			if (Date.now() - this.#touchedMs > AUTO_LOCK_MS) this.lock();
		}, 10_000);
	}
}

function checkedName(text: string, most = NAME_MOST): string {
	const name = text.trim();
	if (name === '') throw new Refusal('name-empty');
	if (name.length > most) throw new Refusal('name-too-long');
	return name;
}

function secretOf(fragment: string): Uint8Array<ArrayBuffer> {
	const secret = readSecret(fragment);
	if (!secret.ok) throw new Refusal('invitation-mangled');
	return secret.value;
}

let app: CounsellorModel | null = null;

/** The one counsellor's browser. */
export function counsellorApp(): CounsellorModel {
	if (!app) {
		app = new CounsellorModel();
		void app.start();
	}
	return app;
}
