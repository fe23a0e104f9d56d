/** A counsellor's browser: nothing yet, locked, or open and at work. */
import { codeOf, Fault, isExpected, Refusal } from '../../base/fault';
import { fromWords, parse } from '../../domain/recovery';
import { isEnough } from '../../domain/strength';
import { isLocked } from '../../sync/vault/locking';
import { recoveryLease } from '../../sync/exchange/packages';
import { DexieVault } from '../../sync/vault/dexie';
import {
	hasAccount,
	keepAccount,
	openAccount,
	readSheet,
	recoverAccount,
	type Account,
	type Unlocked
} from '../centre/account';
import { claimBeginning, prepareFounding, prepareJoining, readBeginning, type Beginning } from './beginning';
import { askToStay, DESK, lacking, staysHere } from '../page/browser';
import type { ChatModel } from './chat.svelte';
import type { Connection } from '../contract/connection';
import type { CounsellorApp } from '../contract/counsellor';
import type { Face } from '../contract/person';
import type { RecoverySheet } from '../contract/recovery-sheet';
import type { OwnAvailability, Reachable } from '../contract/availability';
import type { CentreTexts } from '../contract/centre';
import { fetchInvitation, secretOf } from './joining';
import type { Invited, Team } from '../contract/team';
import { whenIdle } from '../page/idle';
import { startWorker } from '../page/update.svelte';
import { makeSheet, replaceSheet } from './sheet-renewal';
import { Workplace } from './workplace.svelte';

const AUTO_LOCK_MS = 15 * 60_000;

/** See the header. */
export class CounsellorModel implements CounsellorApp {
	phase = $state<CounsellorApp['phase']>('starting');
	connection = $state<Connection>('connecting');
	warning = $state<string | null>(null);
	pendingSheet = $state.raw<RecoverySheet | null>(null);
	isRemoved = $state(false);
	isLasting = $state(true);
	isBegun = $state(false);
	lack = $state<CounsellorApp['lack']>(null);
	#work = $state.raw<Workplace | null>(null);
	/** A founding whose sheet is being shown, and that nobody else knows of yet. */
	#begun: { readonly unlocked: Unlocked; readonly beginning: Beginning } | null = null;
	#vault: DexieVault | null = null;
	/** Somebody is here: postpones the automatic lock. */
	#touch: () => void = () => undefined;
	/** Resolves once what was open before is closed. */
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

	/** Checks what is on this device. */
	async start(): Promise<void> {
		if (this.phase !== 'starting') return;
		this.#touch = whenIdle(AUTO_LOCK_MS, () => {
			this.lock();
		});
		this.lack = lacking();
		if (this.lack) {
			this.phase = 'new';
			return;
		}
		try {
			if (!(await DexieVault.exists(DESK))) {
				this.phase = 'new';
				return;
			}
			this.#vault = await DexieVault.open(DESK);
			// An attempt cut off before it held an account counts as nothing.
			const isKept = (await isLocked(this.#vault)) && (await hasAccount(this.#vault));
			this.isBegun = isKept && (await this.#vault.get('meta', 'founding')) !== null;
			this.phase = isKept ? 'locked' : 'new';
			void startWorker();
			void this.#look();
		} catch (error) {
			if (isExpected(error, 'storage-missing')) this.lack = 'storage-missing';
			else this.warning = codeOf(error);
			this.phase = 'new';
		}
	}

	async found(input: Parameters<CounsellorApp['found']>[0]): Promise<RecoverySheet> {
		const { account, beginning, sheet, beside } = await prepareFounding(location.origin, input);
		this.#begin(await this.#keep(account, input.passphrase, beside), beginning, sheet);
		return sheet;
	}

	async lookAtInvitation(fragment: string): Promise<Invited> {
		const { centreName, name, isLead } = await fetchInvitation(location.origin, secretOf(fragment));
		return { centreName, name, isLead };
	}

	async join(input: Parameters<CounsellorApp['join']>[0]): Promise<RecoverySheet> {
		const { account, beginning, sheet, beside } = await prepareJoining(location.origin, input);
		const unlocked = await this.#keep(account, input.passphrase, beside);
		this.#show(await this.#goOn(unlocked, beginning), sheet);
		return sheet;
	}

	/** The sheet comes first: the centre is founded once it has been checked. */
	#begin(unlocked: Unlocked, beginning: Beginning, sheet: RecoverySheet): void {
		this.#begun = { unlocked, beginning };
		this.isBegun = true;
		this.pendingSheet = sheet;
		this.phase = 'begun';
	}

	/** Continues from the claim on; after a refusal this browser is new again. Rejects with a `Refusal` or a `Fault`. */
	async #goOn(unlocked: Unlocked, beginning: Beginning): Promise<Workplace> {
		try {
			await claimBeginning(location.origin, unlocked.account, beginning);
			return await this.#enter(unlocked, beginning);
		} catch (error) {
			if (!(error instanceof Refusal)) {
				// The passphrase resumes it, as soon as there is a connection.
				if (this.phase === 'new') this.phase = 'locked';
				throw error;
			}
			await this.#vault?.wipe();
			this.#vault = null;
			this.#begun = null;
			this.isBegun = false;
			this.pendingSheet = null;
			this.phase = 'new';
			throw error.code === 'not-allowed' ? new Refusal('invitation-withdrawn') : error;
		}
	}

	async renewSheet(passphrase: string): Promise<void> {
		const team = this.#work?.team;
		if (!this.#vault || !team || team.sheetState.isRenewing) throw new Fault('unexpected');
		const sheet = await makeSheet(this.#vault, passphrase, {
			centreName: this.#work?.centre?.card.name ?? '',
			counsellorName: this.me?.name ?? ''
		});
		this.pendingSheet = sheet;
	}

	async confirmSheet(): Promise<void> {
		if (this.#work && this.pendingSheet) await replaceSheet(this.#work, this.pendingSheet);
		await this.#vault?.commit([{ table: 'meta', key: 'sheet', value: null }], true);
		if (this.#begun) this.#show(await this.#goOn(this.#begun.unlocked, this.#begun.beginning));
		this.pendingSheet = null;
	}

	async restore(words: readonly string[], passphrase: string): Promise<void> {
		const sheet = fromWords(parse(words.join(' ')));
		if (!sheet.ok) throw new Refusal('recovery-words-wrong');
		if (!isEnough(passphrase)) throw new Refusal('passphrase-weak');
		const account = await recoverAccount(location.origin, sheet.value);
		const unlocked = await this.#keep(account, passphrase);
		// From here on the passphrase opens it.
		this.phase = 'locked';
		const work = await this.#enter(unlocked);
		const lease = await recoveryLease(sheet.value);
		void work.team?.sheet.cameWith(lease);
		this.#show(work);
	}

	async unlock(passphrase: string): Promise<void> {
		if (!this.#vault) throw new Fault('storage-unreadable');
		await this.#ending;
		const unlocked = await openAccount(this.#vault, passphrase);
		const [beginning, sheet] = [await readBeginning(unlocked.rows), await readSheet(unlocked.rows)];
		if (beginning && 'founding' in beginning && sheet) this.#begin(unlocked, beginning, sheet);
		else this.#show(await (beginning ? this.#goOn(unlocked, beginning) : this.#enter(unlocked)), sheet);
	}

	get mayRefound(): boolean {
		return (this.#work?.unlocked.account.rootSeed ?? null) !== null;
	}

	async refound(setupCode: string): Promise<void> {
		await this.#work?.refound(setupCode);
	}

	/** Shows what was opened, and a sheet still to be checked; not what was locked meanwhile. SPEC.md Z7. */
	#show(work: Workplace, sheet: RecoverySheet | null = null): void {
		if (this.#work !== work) return;
		this.#begun = null;
		this.isBegun = false;
		this.pendingSheet = sheet;
		this.phase = 'open';
	}

	lock(): void {
		if (!this.#work && !this.#begun) return;
		this.#work?.tellLock();
		this.#ending = this.#work?.leave() ?? Promise.resolve();
		this.#work = null;
		this.#begun = null;
		this.pendingSheet = null;
		this.warning = null;
		this.phase = 'locked';
	}

	/** A vault under a passphrase; replaces an older one on this device. */
	async #keep(account: Account, passphrase: string, beside?: Parameters<typeof keepAccount>[3]): Promise<Unlocked> {
		await this.#ending;
		if (this.#vault) await this.#vault.wipe();
		this.#vault = await DexieVault.open(DESK);
		void askToStay();
		void this.#look();
		return keepAccount(this.#vault, account, passphrase, beside);
	}

	/** Whether the browser might delete what it keeps. */
	async #look(): Promise<void> {
		this.isLasting = await staysHere();
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
				// A new connection is trusted until it misbehaves again.
				if (reach === 'online' && (this.warning === 'relay-nonsense' || this.warning === 'relay-withholds'))
					this.warning = null;
			},
			onWarning: (code: string) => {
				this.warning = code;
			},
			onKnown: () => {
				if (this.warning === 'relay-forgot') this.warning = null;
			},
			onLock: lock,
			onRemoved: () => {
				this.isRemoved = true;
				lock();
			}
		};
		const work = (this.#work = await Workplace.open(unlocked, events, beginning));
		this.#touch();
		if (isToLock) this.lock();
		void startWorker();
		return work;
	}
}

let app: CounsellorModel | null = null;

/** The app of this browser's counsellor. */
export function counsellorApp(): CounsellorModel {
	if (!app) {
		app = new CounsellorModel();
		void app.start();
	}
	return app;
}
